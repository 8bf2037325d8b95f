"""Writes a backup of the database of ZeMAG."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.keys import KeyFileError
from audit.services import LogUnavailable
from zemag.backup.archives import BackupFailed
from zemag.backup.making import back_up


class Command(BaseCommand):
    """Two archives of one moment; those of keys go after seven days."""

    help = "Back up the database of ZeMAG: data and keys apart; the keys of the installation stand in neither."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("--to", type=Path, required=True, help="folder that its owner alone can read (0700)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was written and what was deleted."""
        try:
            made = back_up(options["to"], timezone.now())
        except (BackupFailed, LogUnavailable, KeyFileError) as fault:
            raise CommandError(str(fault)) from None
        except OSError as fault:
            raise CommandError(f"{fault.filename or options['to']}: {fault.strerror}") from None
        self.stdout.write(f"{made.data.name} and {made.keys.name} ({made.number_of_keys} keys)")
        for name in made.forgotten:
            self.stdout.write(f"{name} deleted, its time is over")
