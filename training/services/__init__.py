"""What can be done with dates and bookings; the only modules that write these rows."""
