"""Make a superuser; the only way to one, and to their first second factor."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts import signals
from accounts.activation import issue
from accounts.limits import normalised
from accounts.models import Purpose, User


class Command(BaseCommand):
    """Ask for e-mail address and password, and make the account."""

    help = "Makes a superuser: every right of the CMS, none in ZeMAG. Asks for what is not given."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address; a password is never an argument, as others could read it in the list of processes."""
        parser.add_argument("--email", help="Address at work; asked for when missing.")
        parser.add_argument("--code", action="store_true", help="Only print a code for a superuser's second factor.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or say what is wrong."""
        email = normalised(options["email"] or input("E-mail address: "))
        if options["code"]:
            self._print_code(User.objects.filter(email=email, is_superuser=True).first())
            return
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
        self._print_code(user)

    def _print_code(self, user: User | None) -> None:
        """Print what the set-up of the second factor asks for; who runs this command stands for R11."""
        if user is None:
            raise CommandError("There is no superuser with this address.")
        code = issue(user, Purpose.MFA, None)
        self.stdout.write(f"Code for the set-up of the second factor, once within 24 hours: {code}")

    @staticmethod
    def _check_address(email: str) -> None:
        """Refuse what is no address or is taken."""
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if User.objects.filter(email=email).exists():
            raise CommandError("There is an account with this address.")
