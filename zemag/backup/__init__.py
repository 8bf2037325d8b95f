"""Backup of the database of ZeMAG as two archives, data and keys, and the way back (ZeMAG design, section 22)."""
