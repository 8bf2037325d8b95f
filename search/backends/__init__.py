"""Engines that find candidates; ranking and audience rule are the same above all of them."""
