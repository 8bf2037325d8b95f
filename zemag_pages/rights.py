"""What a person may do in ZeMAG today: roles by grant, and the supervisor's part; never groups or `is_superuser`."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from accounts.models import Department, User
from zemag.models import Grant, GrantState, Role, SupervisorStatement
from zemag.permissions import counts, works_there

# Who needs a second factor (ZeMAG design, section 3).
WITH_FACTOR = frozenset((Role.QUALITY, Role.LEGAL, Role.ENQUIRER, Role.DATA_PROTECTION, Role.STAFF_COUNCIL))


@dataclass(frozen=True)
class Rights:
    """Grants that count today, and whether somebody has reports of the own unit (R2)."""

    grants: tuple[Grant, ...] = ()
    has_unit: bool = False
    user: User | None = None

    @cached_property
    def is_head(self) -> bool:
        """Whether somebody heads a department (R7); asked only where it matters."""
        return self.user is not None and Department.objects.filter(head=self.user).exists()

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the grants."""
        return frozenset(Role(grant.role) for grant in self.grants)

    @property
    def is_lead(self) -> bool:
        """Whether one of the grants is that of a lead of the quality staff."""
        return any(grant.is_lead for grant in self.grants)

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles is held today."""
        return bool(self.roles & set(roles))


def rights_of(user: User, today: datetime.date) -> Rights:
    """Return the rights of a person on a day: two questions to the database of ZeMAG, none to that of the portal."""
    if not user.is_active or user.locked_at is not None:
        return Rights()
    rows = Grant.objects.filter(user=user.uuid, state=GrantState.ACTIVE).select_related("task_area")
    found = [grant for grant in rows.order_by("starts_on", "pk") if counts(grant, today)]
    grants = tuple(grant for grant in found if works_there(user, grant))
    part = Q(supervisor=user.uuid) | Q(substitute=user.uuid)
    return Rights(grants, SupervisorStatement.objects.filter(part).exists(), user)
