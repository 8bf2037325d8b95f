"""Screens for those who manage accounts, in place of Wagtail's own (security design, section 5)."""
