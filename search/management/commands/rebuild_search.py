"""Index every live page again, or say what is not as it should be."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import server
from search.backends.wanted import EngineFault
from search.rebuild import rebuild, stale


class Command(BaseCommand):
    """Rebuild all entries, or check them."""

    help = "Indexes every live page again and removes entries of pages that are gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--locale", default="", help="only this language, for example de")
        parser.add_argument("--changed", action="store_true", help="write only entries whose tokens differ")
        parser.add_argument("--check", action="store_true", help="only count what differs; status 1 when anything does")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the service."""
        if options["check"]:
            counts = stale()
            line = ", ".join(f"{name}: {number}" for name, number in counts.items())
            if any(counts.values()):
                raise CommandError(line, returncode=1)
            self.stdout.write(line)
            return
        number = rebuild(locale=options["locale"], changed=options["changed"], say=self.stdout.write)
        self.stdout.write(f"{number} entries.")
        try:
            held = server.rebuild()
        except EngineFault as fault:
            raise CommandError(f"The search server did not take them ({fault}); the database answers.") from None
        if held is not None:
            self.stdout.write(f"{held} entries on the search server.")
