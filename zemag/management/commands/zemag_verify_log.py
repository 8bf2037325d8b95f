"""Checks the chain of the access log of ZeMAG."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from zemag.services.ledger import ALIAS


class Command(BaseCommand):
    """End with 0 when the chain is whole, with 1 and the first bad row when it is not (ZeMAG design, section 11)."""

    help = "Check chain, months, anchor, triggers and clock of the access log of ZeMAG."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one month, if wanted."""
        parser.add_argument("--segment", default="", help="one month, as 2026-11; without it everything and the anchor")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found, by number of row; no names."""
        call_command("audit_verify", database=ALIAS, segment=options["segment"], stdout=self.stdout)
