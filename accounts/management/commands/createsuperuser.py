"""Closes Django's own way to a superuser, which takes any password when it asks nobody."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Stands before the command of the same name in django.contrib.auth."""

    help = "Closed: superusers are made by accounts_superuser."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse."""
        raise CommandError("Superusers are made by: manage.py accounts_superuser")
