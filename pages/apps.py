"""App configuration of the room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Base page, gate, blocks, media and everything rooms above share."""

    name = "pages"
