"""Checks the chain of a database by hand."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.keys import KeyFileError
from audit.models import Entry
from audit.verify import verify


class Command(BaseCommand):
    """End with 0 when the chain is whole, with 1 and the first bad row when it is not."""

    help = "Check chain, months, anchor, triggers and clock of the access log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the database and, if wanted, one month."""
        parser.add_argument("--database", choices=sorted(settings.DATABASES), default="default")
        parser.add_argument("--segment", default="", help="one month, as 2026-11; without it everything and the anchor")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found, by number of row; no names."""
        alias = options["database"]
        try:
            found = verify(alias, timezone.now(), options["segment"])
        except KeyFileError as fault:
            raise CommandError(str(fault)) from None
        rows = Entry.objects.using(alias).count()
        if not found:
            self.stdout.write(f"{alias}: {rows} rows, whole")
            return
        self.stdout.write(f"{alias}: {rows} rows, first bad row {found[0].seq}")
        for finding in found:
            self.stdout.write(f"  {finding.seq}: {finding.what}")
        sys.exit(1)
