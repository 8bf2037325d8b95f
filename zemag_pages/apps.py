"""App configuration of the room."""

from django.apps import AppConfig


class ZemagPagesConfig(AppConfig):
    """Page shells of ZeMAG."""

    name = "zemag_pages"
