"""One URL module per host."""
