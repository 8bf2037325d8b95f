"""Make the roles and what they may do."""

from typing import Any

from django.core.management.base import BaseCommand

from home.roles import setup_roles


class Command(BaseCommand):
    """Groups with their permissions; repeatable."""

    help = "Makes every role with its permissions. Repeatable; run it after new sections were added."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the service."""
        setup_roles()
