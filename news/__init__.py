"""News, press, campaigns and events."""
