"""Tells the log that a database was restored from a backup."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.keys import KeyFileError
from accounts.models import User
from audit.restore import record_restore
from audit.services import LogUnavailable


class Command(BaseCommand):
    """Run once after each restore, before the portal answers again; two people stand behind it."""

    help = "Write the row of a restore into the access log of a database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the database, both people and the reason."""
        parser.add_argument("--database", choices=sorted(settings.DATABASES), default="default")
        parser.add_argument("--by", action="append", required=True, help="e-mail address; given twice, for two people")
        parser.add_argument("--reason", required=True, help="why it was restored; stored sealed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the row and say its number."""
        people = [User.objects.filter(email=email.strip().lower(), is_active=True).first() for email in options["by"]]
        known = [person for person in people if person is not None]
        if len(known) != len(people) or len({person.pk for person in known}) != 2:
            raise CommandError("Please name two different people with active accounts, each with --by.")
        try:
            entry = record_restore(
                using=options["database"], now=timezone.now(), people=known, reason=options["reason"]
            )
        except (LogUnavailable, KeyFileError) as fault:
            raise CommandError(f"The row could not be written: {fault}") from None
        self.stdout.write(f"{options['database']}: restore noted in row {entry.seq}; {entry.result}")
