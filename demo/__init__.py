"""Content to try the portal with; never installed in production."""
