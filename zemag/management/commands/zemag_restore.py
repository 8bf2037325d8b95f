"""Restores the database of ZeMAG from a backup, without what was erased since."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.keys import KeyFileError
from accounts.models import User
from audit.services import LogUnavailable
from zemag.backup.archives import BackupFailed
from zemag.backup.restoring import restore


class Command(BaseCommand):
    """Only into an empty database; two people stand behind it, and the log names them."""

    help = "Fill the empty database of ZeMAG from an archive of data and the archive of keys beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive, both people and the reason."""
        parser.add_argument("data", type=Path, help="archive of data; its archive of keys stands beside it")
        parser.add_argument("--by", action="append", required=True, help="e-mail address; given twice, for two people")
        parser.add_argument("--reason", required=True, help="why it was restored; stored sealed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what came back and what did not; end with 1 when something cannot be read."""
        emails = {email.strip().lower() for email in options["by"]}
        people = list(User.objects.filter(email__in=emails, is_active=True).order_by("pk"))
        if len(people) != 2 or len(emails) != 2:
            raise CommandError("Please name two different people with active accounts, each with --by.")
        try:
            done = restore(options["data"], people=people, reason=options["reason"], now=timezone.now())
        except (BackupFailed, LogUnavailable, KeyFileError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{done.keys} keys restored, {done.erased} rows erased again, {done.ended} ended by date.")
        if done.unreadable:
            self.stdout.write(f"{done.unreadable} rows cannot be read: ZeMAG answers 503 where they are needed.")
            sys.exit(1)
