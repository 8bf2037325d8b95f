"""Drills: many processes at once, killed at any moment; on databases without real bookings only."""
