"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """News, press, campaigns and events."""

    name = "news"
    verbose_name = _("News and campaigns")

    def ready(self) -> None:
        """Offer the room's pages to lists of other rooms, once models are loaded."""
        import_module("news.offers")
