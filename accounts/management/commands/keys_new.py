"""Makes keys: a new file, or one more key for a purpose."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.keys import PORTAL_PURPOSES, KeyFileError, new_lines, read, write


class Command(BaseCommand):
    """Write a key file; with `--add`, put one more key, which from the next start on is the one that writes."""

    help = "Make a key file (mode 0400), or add a key to it. Keep two sealed paper copies: without it nothing opens."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the purposes."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--purpose", action="append", help="one or more; the portal's purposes when left out")
        parser.add_argument("--add", action="store_true", help="add keys to a file that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say what was written, never a key."""
        file, purposes = options["file"], tuple(options["purpose"] or PORTAL_PURPOSES)
        try:
            if options["add"]:
                self._add(file, purposes)
            else:
                write(file, new_lines(purposes))
        except FileExistsError:
            raise CommandError(f"{file} is there already; --add puts a key beside those it has.") from None
        except (KeyFileError, OSError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{file}: {', '.join(purposes)}")

    def _add(self, file: Path, purposes: tuple[str, ...]) -> None:
        """Replace the file by one with more lines, whole or not at all."""
        rings = read(file, ())
        taken = frozenset(key_id for ring in rings.values() for key_id in ring.keys)
        draft = file.with_name(f".{file.name}.new")
        draft.unlink(missing_ok=True)
        write(draft, file.read_text(encoding="ascii").rstrip("\n") + "\n" + new_lines(purposes, taken))
        os.replace(draft, file)
