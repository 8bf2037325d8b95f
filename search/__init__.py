"""The one search service with audience filter."""
