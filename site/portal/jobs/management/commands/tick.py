"""Run what is due, once or again and again."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.jobs.tick import tick


class Command(BaseCommand):
    """The tick of the house."""

    help = "Runs every entry of TICKS that is due. With --every it goes on until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the pause between two ticks in seconds."""
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tick once, or until stopped."""
        tick()
        while options["every"]:
            time.sleep(options["every"])
            tick()
