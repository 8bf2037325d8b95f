"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Courses, dates, bookings, attendance, certificates and quality."""

    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """Offer the room's pages to lists of other rooms and name the checks, once models are loaded."""
        for module in ("training.offers", "training.checks"):
            import_module(module)
        import_module("audit.actions").register(
            {
                "training_export": "a list of training was exported; says which, its filter and its number of rows",
                "training_list": "a list with names of training was shown; says which and its number of rows",
            }
        )
