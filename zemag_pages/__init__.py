"""Page shells of ZeMAG."""
