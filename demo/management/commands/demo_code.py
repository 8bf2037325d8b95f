"""Print the code that the app of the demo accounts would show now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.mfa.totp import code_now
from accounts.services import DEMO_TOTP_SECRET, may_have_demo_accounts


class Command(BaseCommand):
    """Stand in for the app on a phone, where the portal is tried."""

    help = "Prints the present code of the demo accounts that need a second factor; never in production."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, or refuse."""
        if not may_have_demo_accounts():
            raise CommandError("Demo accounts never exist in production.")
        self.stdout.write(code_now(DEMO_TOTP_SECRET))
