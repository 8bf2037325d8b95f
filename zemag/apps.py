"""App configuration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ZemagConfig(AppConfig):
    """The ZeMAG domain; its tables stand in a database of their own."""

    name = "zemag"
    verbose_name = _("ZeMAG")
