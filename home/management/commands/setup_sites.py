"""Make the two sites of the addresses in the settings."""

from typing import Any

from django.core.management.base import BaseCommand

from home.sites import setup_sites


class Command(BaseCommand):
    """Languages, home pages and sites; repeatable."""

    help = "Makes languages, home pages and the two sites of PUBLIC_URL and INTRANET_URL. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the service."""
        setup_sites()
