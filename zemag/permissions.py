"""Who may do what today: read from the grants of this database, never from groups or `is_superuser`."""

import datetime
import uuid
from collections.abc import Sequence

from accounts.models import Department, User
from zemag.clocks import add_months
from zemag.models import Grant, GrantState, Role
from zemag.services.errors import Denied

LONGEST_MONTHS = 12
UNUSED_MONTHS = 6
RECERTIFY_MONTHS = 6
OVERDUE = datetime.timedelta(days=14)
DAY = datetime.timedelta(days=1)
# One person never holds both (ZeMAG design, section 3); R11 is the role `technical_admin` of the portal.
TECHNICAL = "technical_admin"
EXCLUSIVE: tuple[tuple[str, str], ...] = (
    (Role.QUALITY, Role.DATA_PROTECTION),
    (Role.DATA_PROTECTION, Role.STAFF_COUNCIL),
)
NOT_WITH_TECHNICAL = (Role.QUALITY, Role.DATA_PROTECTION)


def counts(grant: Grant, today: datetime.date) -> bool:
    """Whether a grant counts on a day, though no job has run: not over, not unused for long, certified."""
    return (
        grant.state == GrantState.ACTIVE
        and grant.starts_on <= today <= grant.ends_on
        and today <= add_months(grant.used_on, UNUSED_MONTHS)
        and today <= grant.recertify_by + OVERDUE
    )


def works_there(user: User | None, grant: Grant) -> bool:
    """Whether a right fits where somebody works: who asks, asks for the own department (settled decision 17).

    A transfer suspends the right at once, no job has to run; it counts again when the person comes back.
    """
    if grant.role != Role.ENQUIRER:
        return True
    return user is not None and user.department is not None and user.department.key == grant.department


def grants_of(user: User, role: Role, today: datetime.date) -> list[Grant]:
    """Return the grants of a role that count today; none of an account that is off or locked."""
    if not user.is_active or user.locked_at is not None:
        return []
    rows = Grant.objects.filter(user=user.uuid, role=role, state=GrantState.ACTIVE).select_related("task_area")
    return [grant for grant in rows.order_by("starts_on", "pk") if counts(grant, today) and works_there(user, grant)]


def required(user: User, role: Role, today: datetime.date, *, lead: bool = False, department: str = "") -> Grant:
    """Return a grant that counts, or raise Denied; the day of its use is kept, so that unused ones end."""
    for grant in grants_of(user, role, today):
        if (grant.is_lead or not lead) and (not department or grant.department == department):
            if grant.used_on < today:
                Grant.objects.filter(pk=grant.pk).update(used_on=today)
            return grant
    raise Denied


def enquirer(user: User, today: datetime.date, area: uuid.UUID | str | int, mode: str) -> Grant:
    """Return the grant by which somebody may ask in a task area in this way, or raise Denied."""
    for grant in grants_of(user, Role.ENQUIRER, today):
        found = grant.task_area
        if found is not None and found.code == area and found.is_active and getattr(found, mode):
            return grant
    raise Denied


def heads(user: User, department: str) -> bool:
    """Whether somebody heads a department (R7), as accounts say."""
    return user.is_active and Department.objects.filter(key=department, head=user).exists()


def holders(role: Role, today: datetime.date) -> Sequence[uuid.UUID]:
    """Return who holds a role today, for mails."""
    rows = Grant.objects.filter(role=role, state=GrantState.ACTIVE)
    return sorted({grant.user for grant in rows if counts(grant, today)}, key=str)
