"""Rights in ZeMAG: requested by a coordinator, given by the head of the department, certified anew (section 3)."""

import datetime as dates
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from zemag import mails, sealing
from zemag.clocks import add_months, local_day
from zemag.models import Grant, GrantState, Role, TaskArea, Watch
from zemag.permissions import (
    EXCLUSIVE,
    LONGEST_MONTHS,
    NOT_WITH_TECHNICAL,
    RECERTIFY_MONTHS,
    TECHNICAL,
    grants_of,
    heads,
    required,
)
from zemag.services import logbook
from zemag.services.errors import Conflict, Denied, NotFound, OtherDepartment, PeriodOver, SamePerson, WrongState
from zemag.services.ledger import ALIAS, GRANTS, changing

ASSESSED_MONTHS = 24
# Who must have a second factor (ZeMAG design, section 3; settled decision 8).
WITH_FACTOR = (Role.QUALITY, Role.LEGAL, Role.ENQUIRER, Role.DATA_PROTECTION, Role.STAFF_COUNCIL)


@contextmanager
def changing_rights(actor: User, now: datetime) -> Iterator[None]:
    """Open the transaction of a change of rights; attempts without a right are logged."""
    with logbook.denials(actor, now, "zemag.grants"), changing(GRANTS):
        yield


def _log(grant: Grant, actor: User, now: datetime, result: str) -> None:
    subject, text = logbook.subject_of(grant), {"user": str(grant.user)}
    logbook.write("grant", actor=actor, now=now, subject=subject, result=result, purpose=grant.role, text=text)


def request(
    *,
    user: User,
    role: Role,
    department: str,
    actor: User,
    now: datetime,
    area: TaskArea | None = None,
    lead: bool = False,
    ends_on: dates.date | None = None,
) -> Grant:
    """Request a right for somebody, as coordinator or head of the department; it ends after 12 months at the latest.

    Whoever leads the quality staff names coordinators: a department without one could never have a first.
    """
    today = local_day(now)
    longest = add_months(today, LONGEST_MONTHS)
    if ends_on is not None and not today <= ends_on <= longest:
        raise PeriodOver
    with changing_rights(actor, now):
        if not heads(actor, department):
            _may_request(actor, role, department, today)
        if (role is Role.ENQUIRER) != (area is not None) or (area is not None and area.department != department):
            raise WrongState
        _fits(user, role, department)
        _free(user, role, department, area, today)
        grant = Grant.objects.create(
            user=user.uuid,
            role=role,
            is_lead=lead and role is Role.QUALITY,
            department=department,
            task_area=area,
            requested_by=actor.uuid,
            starts_on=today,
            ends_on=ends_on or longest,
            recertify_by=add_months(today, RECERTIFY_MONTHS),
            used_on=today,
        )
        _log(grant, actor, now, GrantState.REQUESTED)
    return grant


def _may_request(actor: User, role: Role, department: str, today: dates.date) -> None:
    """Raise Denied unless somebody coordinates the department, or leads the quality staff and names a coordinator."""
    if role is Role.COORDINATOR and any(grant.is_lead for grant in grants_of(actor, Role.QUALITY, today)):
        required(actor, Role.QUALITY, today, lead=True)
        return
    required(actor, Role.COORDINATOR, today, department=department)


def _free(user: User, role: Role, department: str, area: TaskArea | None, today: dates.date) -> None:
    """Raise WrongState when this right is there already; one that is over makes room."""
    rows = Grant.objects.filter(user=user.uuid, role=role, department=department, task_area=area)
    rows = rows.exclude(state=GrantState.ENDED)
    rows.filter(ends_on__lt=today).update(state=GrantState.ENDED)
    if rows.exists():
        raise WrongState


def _fits(user: User, role: Role, department: str) -> None:
    """Raise Conflict for two roles that exclude each other, requested ones too; who asks works in the department."""
    if role is Role.ENQUIRER and (user.department is None or user.department.key != department):
        raise OtherDepartment
    held = set(Grant.objects.filter(user=user.uuid).exclude(state=GrantState.ENDED).values_list("role", flat=True))
    for pair in EXCLUSIVE:
        if role in pair and held & (set(pair) - {role}):
            raise Conflict
    if role in NOT_WITH_TECHNICAL and user.groups.filter(name=TECHNICAL).exists():
        raise Conflict


def approve(*, grant_id: uuid.UUID, actor: User, now: datetime) -> Grant:
    """Give a requested right, as head of the department; never to oneself, never what one requested."""
    today = local_day(now)
    with changing_rights(actor, now):
        grant = _found(grant_id, GrantState.REQUESTED)
        if not heads(actor, grant.department):
            raise Denied
        if actor.uuid in (grant.user, grant.requested_by):
            raise SamePerson
        area = grant.task_area
        if area is not None and (not area.is_active or add_months(area.risk_date, ASSESSED_MONTHS) < today):
            raise PeriodOver
        user = User.objects.filter(uuid=grant.user, is_active=True).first()
        if user is None:
            raise NotFound
        _fits(user, Role(grant.role), grant.department)
        grant.state, grant.approver, grant.used_on = GrantState.ACTIVE, actor.uuid, today
        grant.save()
        _log(grant, actor, now, GrantState.ACTIVE)
        _demand_factor(grant)
    return grant


def _demand_factor(grant: Grant) -> None:
    """Let the account need a second factor, once the right is given (settled decision 9)."""
    if grant.role in WITH_FACTOR:
        mark = User.objects.filter(uuid=grant.user)
        transaction.on_commit(partial(mark.update, mfa_required=True), using=ALIAS)


def repair_factors(now: datetime) -> int:
    """Mark accounts whose right asks for a second factor though the mark is missing; return how many (decision 9)."""
    holding = Grant.objects.filter(state=GrantState.ACTIVE, role__in=WITH_FACTOR, ends_on__gte=local_day(now))
    return User.objects.filter(uuid__in=list(holding.values_list("user", flat=True)), mfa_required=False).update(
        mfa_required=True
    )


def _found(grant_id: uuid.UUID, *states: GrantState) -> Grant:
    grant = Grant.objects.select_related("task_area").filter(pk=grant_id).first()
    if grant is None:
        raise NotFound
    if grant.state not in states:
        raise WrongState
    return grant


def certify(*, grant_id: uuid.UUID, actor: User, now: datetime) -> Grant:
    """Certify for another six months that somebody still needs a right, as coordinator or head; not for oneself."""
    today = local_day(now)
    with changing_rights(actor, now):
        grant = _found(grant_id, GrantState.ACTIVE)
        if not heads(actor, grant.department):
            required(actor, Role.COORDINATOR, today, department=grant.department)
        if grant.user == actor.uuid:
            raise SamePerson
        grant.recertify_by = min(add_months(today, RECERTIFY_MONTHS), grant.ends_on)
        grant.save()
        _log(grant, actor, now, "certified")
    return grant


def revoke(*, grant_id: uuid.UUID, actor: User, now: datetime) -> Grant:
    """Take a right, as head of the department; the person's open watches end, and the supervisor is told (Z8)."""
    with changing_rights(actor, now):
        grant = _found(grant_id, GrantState.REQUESTED, GrantState.ACTIVE, GrantState.SUSPENDED)
        if not heads(actor, grant.department):
            raise Denied
        grant.state = GrantState.ENDED
        grant.save()
        _log(grant, actor, now, GrantState.ENDED)
        if grant.role == Role.ENQUIRER:
            _end_watches(grant, now)
    return grant


def _end_watches(grant: Grant, now: datetime) -> None:
    """Destroy the watches of somebody who may not ask any more, and let the supervisor reach them."""
    watches = list(Watch.objects.filter(actor=grant.user, item__inquiry__task_area=grant.task_area))
    if not watches:
        return
    sealing.destroy(watches)
    Watch.objects.filter(pk__in=[watch.pk for watch in watches]).delete()
    logbook.write("watch", actor=None, now=now, result="ended", text={"count": len(watches)})
    owner = User.objects.select_related("supervisor").filter(uuid=grant.user).first()
    if owner is not None and owner.supervisor is not None:
        mails.tell([owner.supervisor.uuid], kind="reach", number=str(grant.pk)[:8], key=f"{grant.pk} ended")


def first_grants(*, by: User, second: User, wanted: Sequence[tuple[User, Role, bool]], now: datetime) -> list[Grant]:
    """Give the first rights: `by` requests, `second` approves, only while there is no grant at all (decision 6).

    Raise WrongState when there is one, SamePerson when one person would do both or give a right to themselves.
    """
    today = local_day(now)
    if by.pk == second.pk or any(user.pk == second.pk for user, _role, _lead in wanted):
        raise SamePerson
    made = []
    with changing(GRANTS):
        if Grant.objects.exists():
            raise WrongState
        for user, role, lead in wanted:
            department = user.department.key if user.department else ""
            _fits(user, role, department)
            grant = Grant.objects.create(
                user=user.uuid,
                role=role,
                is_lead=lead and role is Role.QUALITY,
                department=department,
                state=GrantState.ACTIVE,
                requested_by=by.uuid,
                approver=second.uuid,
                starts_on=today,
                ends_on=add_months(today, LONGEST_MONTHS),
                recertify_by=add_months(today, RECERTIFY_MONTHS),
                used_on=today,
            )
            _log(grant, by, now, "first")
            _demand_factor(grant)
            made.append(grant)
    return made
