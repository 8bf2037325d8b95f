"""Who approves a booking; asked when it is needed, never stored (training design, section 4)."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from accounts.models import User
from training.models import Booking

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


def requests_for(user: User, asked: QuerySet[Booking], *, as_office: bool = True) -> list[Booking]:
    """Return those of some requests that come to somebody, oldest first; the resolver has the last word on each.

    `as_office=False` spares the question whether the person works in the training office.
    """
    rows = asked.filter(person__isnull=False).exclude(person=user)
    if settings.TRAINING_APPROVER_RESOLVER == "training.approvers.resolve" and not (as_office and _in_office(user)):
        # The usual rule can be asked of the database first; the office is asked where nobody else is found.
        near = Q(person__supervisor=user) | Q(person__supervisor__substitute=user)
        rows = rows.filter(near | Q(person__department__head=user))
    rows = rows.select_related("person__supervisor__substitute", "person__department__head", "course", "department")
    ordered = rows.order_by("created_at", "pk")
    return [row for row in ordered if row.person is not None and user in approvers_of(row.person)]


def _in_office(user: User) -> bool:
    """Return whether somebody works in the training office."""
    return user.groups.filter(name=OFFICE).exists()
