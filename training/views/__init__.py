"""Screens of training for staff; every change goes through a service."""
