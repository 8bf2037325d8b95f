"""App configuration of the room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Content to try the portal with."""

    name = "demo"
