"""Append-only, hash-chained log of access to personal data, one chain per database."""
