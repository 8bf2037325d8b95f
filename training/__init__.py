"""Courses, dates, bookings, attendance, certificates and quality of training."""
