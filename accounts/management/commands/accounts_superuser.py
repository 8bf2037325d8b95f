"""Make a superuser; the only way to one."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts import signals
from accounts.limits import normalised
from accounts.models import User


class Command(BaseCommand):
    """Ask for e-mail address and password, and make the account."""

    help = "Makes a superuser: every right of the CMS, none in ZeMAG. Asks for what is not given."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address; a password is never an argument, as others could read it in the list of processes."""
        parser.add_argument("--email", help="Address at work; asked for when missing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or say what is wrong."""
        email = normalised(options["email"] or input("E-mail address: "))
        self._check_address(email)
        password = getpass("Password: ")
        if password != getpass("Password again: "):
            raise CommandError("The two passwords differ.")
        try:
            validate_password(password, User(email=email))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user = User.objects.create_superuser(email, password)
        signals.account_created.send(User, user=user, actor=None)
        self.stdout.write(f"Superuser {email} made.")

    @staticmethod
    def _check_address(email: str) -> None:
        """Refuse what is no address or is taken."""
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if User.objects.filter(email=email).exists():
            raise CommandError("There is an account with this address.")
