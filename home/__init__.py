"""Home pages, portrait, legal, contact and search pages, site settings."""
