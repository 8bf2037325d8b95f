"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The one search service with audience filter."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Connect the handlers that keep entries up to date and the checks, once models are loaded."""
        import_module("search.signals")
        import_module("search.checks")
