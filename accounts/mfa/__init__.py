"""The second factor: codes of an app, recovery codes, and who must have them (security design, section 4)."""
