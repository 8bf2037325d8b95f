"""Committees, district councils, partnerships, partners, projects."""
