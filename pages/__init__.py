"""Base page, gate, blocks, media and everything rooms above share."""
