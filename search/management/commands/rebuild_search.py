"""Index every live page again."""

from typing import Any

from django.core.management.base import BaseCommand

from search.entries import rebuild


class Command(BaseCommand):
    """Rebuild all entries."""

    help = "Indexes every live page again and removes entries of pages that are gone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the service."""
        self.stdout.write(f"{rebuild()} entries.")
