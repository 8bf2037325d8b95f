"""Prints what ends by itself, or ends it."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zemag.services import retention


class Command(BaseCommand):
    """Name rows by kind and id; nothing of their content."""

    help = (
        "End what is over in ZeMAG: entries, data of reported people, drafts, what was typed; the tick does so nightly."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one of the two."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--dry-run", action="store_true", help="only print what is due")
        which.add_argument("--apply", action="store_true", help="do it, with a row of the log for each")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each item and the number of each kind."""
        now = timezone.now()
        items = retention.apply(now) if options["apply"] else retention.plan(now)
        for item in items:
            self.stdout.write(f"{item.kind} {item.row}")
        counts = Counter(item.kind for item in items)
        self.stdout.write(", ".join(f"{kind}: {number}" for kind, number in sorted(counts.items())) or "nothing is due")
