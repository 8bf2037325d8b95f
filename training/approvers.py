"""Who approves a booking; asked when it is needed, never stored (training design, section 4)."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User

OFFICE = "training_office"
Resolver = Callable[[User], list[User]]


def office() -> list[User]:
    """Return the people of the training office."""
    return list(User.objects.filter(groups__name=OFFICE, is_active=True).order_by("pk"))


def resolve(person: User) -> list[User]:
    """Return supervisor and substitute; without them the head of the department, else the training office."""
    supervisor = person.supervisor
    found = [supervisor, supervisor.substitute] if supervisor else []
    near = [user for user in found if user is not None and user.is_active and user.pk != person.pk]
    if near:
        return near
    head = person.department.head if person.department else None
    if head is not None and head.is_active and head.pk != person.pk:
        return [head]
    return [user for user in office() if user.pk != person.pk]


def approvers_of(person: User) -> list[User]:
    """Return who may approve for a person, as the configured resolver says."""
    resolver: Resolver = import_string(settings.TRAINING_APPROVER_RESOLVER)
    return resolver(person)
