"""App configuration of the room."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Home pages, portrait, legal, contact and search pages, site settings."""

    name = "home"
