"""Checks that both trees have the same shape."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from pages.trees import differences, mend


class Command(BaseCommand):
    """Ends with 0 when nothing was wrong, with 1 when something was mended or differs."""

    help = "Mends wrong counts of the page tree and names translated pages that stand elsewhere than the German page."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and report."""
        mended, found = mend(), differences()
        if mended:
            self.stdout.write(f"{mended} pages were counted wrong and are mended")
        for line in found:
            self.stdout.write(line)
        if mended or found:
            sys.exit(1)
        self.stdout.write("both trees have the same shape")
