"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Catalogue of courses; page shells until booking comes."""

    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """Offer the room's pages to lists of other rooms, once models are loaded."""
        import_module("training.offers")
