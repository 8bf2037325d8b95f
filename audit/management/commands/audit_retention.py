"""Deletes the months of the log that are over, as the owner of the database."""

from typing import Any

from django.core.management.base import BaseCommand

from audit.nightly import delete_expired


class Command(BaseCommand):
    """Run once a day with the owner's addresses in the environment, where the application may not delete."""

    help = "Delete the months of the access log whose time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many rows went."""
        self.stdout.write(f"{delete_expired()} rows deleted")
