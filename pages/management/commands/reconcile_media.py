"""Correct which files are public."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pages.reconcile import reconcile


class Command(BaseCommand):
    """Compares every file with what it should be."""

    help = "Corrects which pictures and documents are public, adds missing digests and reports what was found."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to look only."""
        parser.add_argument("--dry-run", action="store_true", help="Report only, change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the service and print its report."""
        for line in reconcile(dry_run=options["dry_run"]).lines():
            self.stdout.write(line)
