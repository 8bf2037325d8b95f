"""Outgoing mail with lease, retry and dedupe key."""
