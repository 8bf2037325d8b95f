"""Run what is due in training, once or again and again; the portal's tick does the same."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from outbox.services import send_due
from training.tick import run


class Command(BaseCommand):
    """Do what is due and send the mails."""

    help = "Does what is due in training and sends mails; the portal's tick (manage.py tick) includes it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the period."""
        parser.add_argument("--every", type=int, default=0, help="Seconds between two rounds; without it once.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one round, or go on for ever."""
        while True:
            self.stdout.write(f"{run()} done, {send_due()} mails sent")
            if not options["every"]:
                return
            close_old_connections()
            time.sleep(options["every"])
