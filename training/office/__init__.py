"""Screens of the training office in the admin: courses, dates, bookings and what waits (training design, 11)."""
