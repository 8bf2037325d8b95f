"""Exchanges the key of the installation under which the keys of the rows of ZeMAG are wrapped."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.keys import KeyFileError
from audit.services import LogUnavailable
from zemag import rotation


class Command(BaseCommand):
    """End with 0 when every key is wrapped by the newest `kek`; broken off, it goes on where it was."""

    help = "Wrap all keys of ZeMAG with the newest kek of ZEMAG_KEY_FILE; the portal goes on answering."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the number of keys by the id of the kek, never a key."""
        try:
            result = rotation.rewrap(timezone.now())
        except (KeyFileError, LogUnavailable) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{result.done} keys wrapped anew.")
        for key_id, number in sorted(result.wrapped_by.items()):
            self.stdout.write(f"kek {key_id}: {number}")
        for record in result.unreadable:
            self.stdout.write(f"The key of {record} cannot be opened.")
        if len(result.wrapped_by) > 1 or result.unreadable:
            self.stdout.write("The older kek must stay in the file.")
            sys.exit(1)
