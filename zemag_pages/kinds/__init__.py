"""Screens on which offences and measures are read, proposed and released."""
