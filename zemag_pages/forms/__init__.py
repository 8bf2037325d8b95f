"""Forms of ZeMAG."""
