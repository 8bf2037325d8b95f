"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    """Committees, district councils, partnerships, partners, projects."""

    name = "committees"
    verbose_name = _("Committees and partners")

    def ready(self) -> None:
        """Offer the room's pages to lists of other rooms, once models are loaded."""
        import_module("committees.offers")
