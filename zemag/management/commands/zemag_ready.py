"""Says whether ZeMAG may answer."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zemag.services import conditions

MEANING = {
    "E001": "no legal profile is released",
    "E004": "fewer than four people of the quality staff or two of data protection",
    "E005": "ZEMAG_LOG_EVALUATION is on, but the released profile names no works agreement",
    "E006": "the database holds invented cases",
}


class Command(BaseCommand):
    """End with 0 when every condition of service is met, else with 1 and what is missing."""

    help = "List what is missing before ZeMAG answers inquiries."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each code with its meaning."""
        codes = conditions.unmet(timezone.now())
        for code in codes:
            self.stdout.write(f"zemag.{code}: {MEANING[code]}")
        if codes:
            sys.exit(1)
        self.stdout.write("ZeMAG answers.")
