"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Home pages, portrait, legal, contact and search pages, site settings."""

    name = "home"
    verbose_name = _("Home and legal pages")

    def ready(self) -> None:
        """Register the room's policies and its check of legal pages, once models are loaded."""
        import_module("home.policies")
        import_module("home.gate")
