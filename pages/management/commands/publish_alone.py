"""Give or take the right to publish alone in an emergency."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages import emergency


class Command(BaseCommand):
    """The right belongs to at most three persons and to no role (editing design, section 2)."""

    help = "Gives the right to publish alone in an emergency to an account, or takes it; at most three have it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address of the account."""
        parser.add_argument("email")
        parser.add_argument("--take", action="store_true", help="Take the right instead of giving it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Change the right; refuse a fourth person and an address without an active account."""
        person = get_user_model().objects.filter(email__iexact=options["email"], is_active=True).first()
        if person is None:
            raise CommandError("There is no active account with this address.")
        right = Permission.objects.get(codename=emergency.PERMISSION, content_type__app_label="pages")
        if options["take"]:
            person.user_permissions.remove(right)
        elif emergency.people().exclude(pk=person.pk).count() >= emergency.MOST_PEOPLE:
            raise CommandError("Three persons have this right already. Take it from one of them first.")
        else:
            person.user_permissions.add(right)
        names = ", ".join(emergency.people().order_by("email").values_list("email", flat=True)) or "nobody"
        self.stdout.write(f"May publish alone: {names}")
