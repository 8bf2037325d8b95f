"""Measure bookings a second with the lock, without it, and of a bare INSERT."""

import json
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.drill import bench
from training.drill.stage import RealBookings


class Command(BaseCommand):
    """Print figures and ratios as JSON."""

    help = "Measures bookings by many processes; refuses to run beside real bookings."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the size."""
        parser.add_argument("--processes", type=int, nargs="+", default=[1, 4, 16, 50])
        parser.add_argument("--dates", type=int, default=10)
        parser.add_argument("--clicks", type=int, default=1000, help="Bookings of each measurement.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = bench.run(
                    processes=options["processes"],
                    dates=options["dates"],
                    clicks=options["clicks"],
                    folder=Path(folder),
                )
            except RealBookings:
                raise CommandError("There are bookings of real people; measure on a database of its own.") from None
        self.stdout.write(json.dumps(found))
