"""Catalogue of courses; page shells until booking comes."""
