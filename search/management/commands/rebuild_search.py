"""Index every live page again, or say what is not as it should be."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search import server
from search.backends.wanted import EngineFault
from search.rebuild import rebuild, stale


class Command(BaseCommand):
    """Rebuild all entries, or check them."""

    help = "Indexes every live page again and removes entries of pages that are gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument(
            "--backend", choices=("default", "portal", "all"), default="all",
            help="the index of the database, the search server, or both",
        )  # fmt: skip
        parser.add_argument("--locale", default="", help="only this language, for example de")
        parser.add_argument("--changed", action="store_true", help="write only entries whose tokens differ")
        parser.add_argument("--check", action="store_true", help="only count what differs; status 1 when anything does")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the service."""
        backends = ("default", "portal") if options["backend"] == "all" else (options["backend"],)
        if options["backend"] == "portal" and not settings.ELASTICSEARCH_URL:
            raise CommandError("There is no search server: ELASTICSEARCH_URL is empty.")
        try:
            if options["check"]:
                self._check(backends)
            else:
                self._rebuild(backends, options)
        except EngineFault as fault:
            raise CommandError(f"The search server did not do it ({fault}); the database answers.") from None

    def _check(self, backends: tuple[str, ...]) -> None:
        """Say what differs; status 1 when anything does."""
        differs = False
        for name, count in (("default", stale), ("portal", server.stale)):
            counts = count() if name in backends else {}
            if counts:
                self.stdout.write(f"{name}: " + ", ".join(f"{key}: {number}" for key, number in counts.items()))
                differs = differs or any(counts.values())
        if differs:
            raise CommandError("The index differs; run rebuild_search.", returncode=1)

    def _rebuild(self, backends: tuple[str, ...], options: dict[str, Any]) -> None:
        """Fill the database's index first; the server takes its entries from there."""
        if "default" in backends:
            number = rebuild(locale=options["locale"], changed=options["changed"], say=self.stdout.write)
            self.stdout.write(f"{number} entries.")
        held = server.rebuild() if "portal" in backends else None
        if held is not None:
            self.stdout.write(f"{held} entries on the search server.")
