"""The quality gate: what must be mended before a text may be submitted or approved (editing design, section 8)."""
