"""Raise a storm of mixed operations with killed processes, and check the invariants."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.drill import storm
from training.drill.stage import RealBookings


class Command(BaseCommand):
    """Print what happened as JSON; end with 2 when an invariant was violated or an operation failed."""

    help = "Many processes book, cancel, approve, move at random and are killed; refuses to run beside real bookings."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the size."""
        parser.add_argument("--processes", type=int, default=12)
        parser.add_argument("--seconds", type=float, default=20)
        parser.add_argument("--kill", type=int, default=12)
        parser.add_argument("--operations", type=int, default=0, help="Stop each process after so many.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = storm.run(
                    processes=options["processes"],
                    seconds=options["seconds"],
                    kills=options["kill"],
                    folder=Path(folder),
                    most=options["operations"] or 10**9,
                )
            except RealBookings:
                raise CommandError("There are bookings of real people; storm on another database.") from None
        self.stdout.write(json.dumps(found, default=str))
        if found["violations"] or found["errors"]:
            sys.exit(2)
