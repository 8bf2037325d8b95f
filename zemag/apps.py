"""App configuration of the room."""

from django.apps import AppConfig


class ZemagConfig(AppConfig):
    """The ZeMAG domain; its tables stand in a database of their own."""

    name = "zemag"
    verbose_name = "ZeMAG"
