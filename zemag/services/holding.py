"""Who holds which right: the list for heads and coordinators, and what everybody may know of a department."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Department, User
from zemag.clocks import local_day
from zemag.models import Grant, GrantState, Role, TaskArea
from zemag.permissions import DAY, counts, grants_of, works_there
from zemag.services import logbook
from zemag.services.errors import Denied

# A certificate that runs out within these days is asked for.
CERTIFY_BEFORE = 30 * DAY


@dataclass(frozen=True, slots=True)
class Held:
    """A right in the list, with what its reader can do about it."""

    grant: Grant
    holder: User | None
    counts: bool
    may_give: bool
    may_certify: bool
    is_due: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A task area as everybody sees it."""

    area: TaskArea
    people: int


@dataclass(frozen=True, slots=True)
class Office:
    """A department as everybody sees it: its task areas and who coordinates."""

    department: Department
    areas: tuple[Area, ...]
    coordinators: tuple[str, ...]


def departments_of(actor: User, now: datetime) -> tuple[set[str], set[str]]:
    """Return the departments that somebody heads (R7), and those that they coordinate (R6)."""
    headed = set(Department.objects.filter(head=actor).values_list("key", flat=True)) if actor.is_active else set()
    return headed, {grant.department for grant in grants_of(actor, Role.COORDINATOR, local_day(now))}


def listed(*, actor: User, now: datetime) -> list[Held]:
    """Return the rights in one's own departments, those to be decided first; logged as a view."""
    today = local_day(now)
    with logbook.denials(actor, now, "zemag.grants"), logbook.transaction_of():
        headed, coordinated = departments_of(actor, now)
        lead = any(grant.is_lead for grant in grants_of(actor, Role.QUALITY, today))
        if not headed and not coordinated and not lead:
            raise Denied
        rows = Grant.objects.exclude(state=GrantState.ENDED).select_related("task_area")
        found = list(rows.filter(department__in=headed | coordinated).order_by("department", "role", "starts_on", "pk"))
        holders = User.objects.filter(uuid__in={grant.user for grant in found}).select_related("department")
        people = {user.uuid: user for user in holders}
        logbook.write("view", actor=actor, now=now, subject="zemag.grants", result=str(len(found)))
    held = [
        Held(
            grant=grant,
            holder=people.get(grant.user),
            counts=counts(grant, today) and works_there(people.get(grant.user), grant),
            may_give=grant.department in headed and actor.uuid not in (grant.user, grant.requested_by),
            may_certify=grant.state == GrantState.ACTIVE and grant.user != actor.uuid,
            is_due=grant.state == GrantState.ACTIVE and grant.recertify_by <= today + CERTIFY_BEFORE,
        )
        for grant in found
    ]
    return sorted(held, key=lambda one: (one.grant.state != GrantState.REQUESTED, not one.is_due))


def offices(now: datetime) -> list[Office]:
    """Return the departments with task areas, for all staff: how many may ask and who coordinates, never who asks."""
    today = local_day(now)
    rows = Grant.objects.filter(state=GrantState.ACTIVE, role__in=[Role.ENQUIRER, Role.COORDINATOR])
    grants = [grant for grant in rows if counts(grant, today)]
    asking: dict[int | None, set[object]] = defaultdict(set)
    askers = User.objects.filter(uuid__in={grant.user for grant in grants if grant.role == Role.ENQUIRER})
    at_work = dict(askers.filter(is_active=True, locked_at=None).values_list("uuid", "department__key"))
    for grant in grants:
        if grant.role == Role.ENQUIRER and at_work.get(grant.user) == grant.department:
            asking[grant.task_area_id].add(grant.user)
    areas = list(TaskArea.objects.filter(is_active=True).order_by("name_de"))
    departments = Department.objects.filter(key__in={area.department for area in areas}).order_by("name_de")
    names = _names(grant.user for grant in grants if grant.role == Role.COORDINATOR)
    return [
        Office(
            department=department,
            areas=tuple(Area(area, len(asking[area.pk])) for area in areas if area.department == department.key),
            coordinators=tuple(
                sorted(
                    names[grant.user]
                    for grant in grants
                    if grant.role == Role.COORDINATOR and grant.department == department.key and grant.user in names
                )
            ),
        )
        for department in departments
    ]


def _names(people: Iterable[object]) -> dict[object, str]:
    """Return the names of active people."""
    return {user.uuid: user.get_full_name() for user in User.objects.filter(uuid__in=set(people), is_active=True)}
