"""Gives the first rights in ZeMAG, by two named people."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from zemag.models import Role
from zemag.services import granting
from zemag.services.errors import Refused

MEANT = {
    "lead": (Role.QUALITY, True),
    "quality": (Role.QUALITY, False),
    "data-protection": (Role.DATA_PROTECTION, False),
}


class Command(BaseCommand):
    """Only while there is no grant at all; both people stand in the log."""

    help = "Give the first rights (settled decision 6): leads, quality staff and data protection, by two people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take both people and those who get a right, by e-mail address."""
        parser.add_argument("--by", required=True, help="who asks for the rights")
        parser.add_argument("--second", required=True, help="who gives them; gets none")
        for name in MEANT:
            parser.add_argument(f"--{name}", action="append", default=[], help="e-mail address, more than once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many rights were given."""
        wanted = [
            (self._user(email), role, lead)
            for name, (role, lead) in MEANT.items()
            for email in options[name.replace("-", "_")]
        ]
        by, second = self._user(options["by"]), self._user(options["second"])
        try:
            made = granting.first_grants(by=by, second=second, wanted=wanted, now=timezone.now())
        except Refused as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{len(made)} rights given.")

    def _user(self, email: str) -> User:
        """Return an active account by its address."""
        user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account {email}.")
        return user
