"""What may be done with accounts."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Department, User
from accounts.roles import ROLES

DEMO_PASSWORD = "zum Ausprobieren am Rhein 2026"  # noqa: S105
DEMO_NAMES = {
    "superuser": ("Alex", "Kölner"),
    "staff": ("Sam", "Berg"),
    "staff2": ("Toni", "Feld"),
    "editor": ("Kim", "Schreiber"),
    "approver": ("Robin", "Prüfer"),
    "press": ("Luca", "Blatt"),
    "translator": ("Mika", "Wort"),
    "committees": ("Noa", "Runde"),
    "ism": ("Jo", "Wacht"),
    "training_office": ("Charlie", "Kurs"),
    "training_qa": ("Sascha", "Maß"),
    "site_admin": ("Uli", "Amt"),
    "technical_admin": ("Chris", "Werk"),
    "data_protection": ("Dominique", "Schutz"),
}


class NotInProduction(Exception):
    """Demo accounts never exist in production."""


@transaction.atomic
def ensure_demo_accounts() -> list[User]:
    """Make one invented account per role, and staff of two departments; repeatable, never in production."""
    if settings.ENVIRONMENT == "production":
        raise NotInProduction
    departments = list(Department.objects.order_by("pk")[:2])
    made = []
    for name, (first, last) in DEMO_NAMES.items():
        email = f"{name}@example.org"
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(email, DEMO_PASSWORD, first_name=first, last_name=last)
        user.is_superuser = name == "superuser"
        user.department = departments[1 if name == "staff2" and len(departments) > 1 else 0] if departments else None
        user.save()
        if name in ROLES:
            user.groups.add(Group.objects.get_or_create(name=name)[0])
        made.append(user)
    return made


def lock(*, user: User, now: datetime) -> None:
    """Lock an account; its sessions are refused from the next request on."""
    User.objects.filter(pk=user.pk).update(locked_at=now)


def unlock(*, user: User) -> None:
    """Unlock an account."""
    User.objects.filter(pk=user.pk).update(locked_at=None)
