"""Counts and fixes the figures of periods whose day has come."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zemag.services import freezing


class Command(BaseCommand):
    """Months and quarters on the 10th of the next month, years on 31 January; what stands is never counted again."""

    help = "Freeze the statistics of ZeMAG that are due; the tick does so nightly."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many periods were frozen."""
        self.stdout.write(f"{freezing.freeze(timezone.now())} periods frozen.")
