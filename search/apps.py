"""App configuration of the room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The one search service with audience filter."""

    name = "search"
