"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Log of access to personal data."""

    name = "audit"
    verbose_name = _("Access log")

    def ready(self) -> None:
        """Listen to accounts, name the checks, put triggers and grants back after migrations (settled.md E14)."""
        for module in ("audit.handlers", "audit.checks"):
            import_module(module)
        install = import_module("audit.handlers").guard_after_migrate
        post_migrate.connect(install, sender=self, dispatch_uid="audit.triggers")
