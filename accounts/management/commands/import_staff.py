"""Read staff from a table; the city's own system stays the source."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.staff_import import MOST_PERCENT, TooManyChanges, WrongHeader, apply, plan


class Command(BaseCommand):
    """Make, change and close accounts as a table says; whole or not at all."""

    help = "Reads accounts, departments, heads, supervisors and substitutes from a UTF-8 table with semicolons."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and whether to write."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Print what would change; write nothing.")
        parser.add_argument("--force", action="store_true", help="Also when more than 5 % of the accounts change.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan, print, write."""
        try:
            made = plan(options["file"])
        except WrongHeader as wrong:
            raise CommandError(f"The first line must be {wrong}") from None
        except (OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"The file cannot be read as UTF-8 ({type(fault).__name__}).") from None
        for line, text in made.wrong:
            self.stderr.write(f"line {line}: {text}")
        for text in made.lines:
            self.stdout.write(text)
        self.stdout.write(f"{len(made.lines)} changes, {len(made.wrong)} wrong lines, {made.accounts} accounts")
        if options["dry_run"]:
            return
        if made.wrong:
            raise CommandError("Nothing was written.")
        try:
            touched = apply(made, force=options["force"])
        except TooManyChanges:
            raise CommandError(
                f"{made.changed} of {made.accounts} accounts would change, more than {MOST_PERCENT} %: "
                "nothing was written; look at --dry-run, then use --force."
            ) from None
        self.stdout.write(f"{touched} accounts written")
