"""App configuration of the room."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """News, press, campaigns and events."""

    name = "news"
