"""Check the promises of training on the rows; read-only."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from training.invariants import summary


class Command(BaseCommand):
    """Print violations of the invariants I1 to I12; end with 2 when there are any."""

    help = "Checks the invariants I1 to I12 of training; ends with 2 when one is violated."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form of the answer."""
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and print."""
        found = summary(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for name, text in found["violations"]:
                self.stdout.write(f"{name}: {text}")
            counts = ", ".join(f"{found[name]} {name}" for name in ("dates", "bookings", "events"))
            self.stdout.write(f"{counts}: {len(found['violations'])} violations")
        if found["violations"]:
            sys.exit(2)
