"""Supervisors, substitutes and heads change by two people, or by the import of staff (settled decision 8)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts import mails, signals
from accounts.models import ChangeState, Department, Post, SupervisionChange, User
from accounts.once import first_or_made
from accounts.permissions import can_change_account


class Unsuited(Exception):
    """The change cannot be; `code` says why: self, circle, same, nowhere, gone, waits, overtaken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SamePerson(Exception):
    """Whoever proposed a change, whom it concerns and who gets the post do not confirm it."""


def waiting(actor: User) -> QuerySet[SupervisionChange]:
    """Return the changes that wait for another person, the oldest first, of accounts that the actor may change."""
    rows = SupervisionChange.objects.filter(state=ChangeState.PROPOSED).order_by("proposed_at", "pk")
    rows = rows.select_related("account", "other", "former", "department", "proposed_by")
    if not actor.has_perm("accounts.change_user"):
        return rows.none()
    return rows if actor.is_superuser else rows.filter(account__is_superuser=False)


def propose(
    *, actor: User, account: User, post: Post, other: User | None, request_key: UUID | None, now: datetime
) -> SupervisionChange:
    """Propose who holds a post; raise PermissionDenied for one's own posts, Unsuited for what cannot be."""
    wanted = account if post is Post.HEAD else other
    if not can_change_account(actor, account) or actor.pk in (account.pk, wanted.pk if wanted else None):
        raise PermissionDenied

    def make() -> SupervisionChange:
        department = account.department if post is Post.HEAD else None
        change = SupervisionChange(account=account, post=post, department=department, proposed_by=actor)
        change.other = None if post is Post.HEAD else other
        change.proposed_at, change.request_key = now, request_key
        _check(change)
        change.former = change.current
        if SupervisionChange.objects.filter(account=account, post=post, state=ChangeState.PROPOSED).exists():
            raise Unsuited("waits")
        change.save()
        signals.supervision_proposed.send(User, user=account, actor=actor, result=str(post), text=_named(change))
        return change

    try:
        return first_or_made(request_key, SupervisionChange.objects.all(), make, (Unsuited,))[0]
    except IntegrityError:
        # Somebody else proposed a change of this post at the same moment.
        raise Unsuited("waits") from None


def _check(change: SupervisionChange) -> None:
    """Raise Unsuited for a change that makes no sense now."""
    account, wanted = change.account, change.wanted
    refusals: dict[str, Callable[[], bool]] = {
        "nowhere": lambda: change.post == Post.HEAD and change.department is None,
        "gone": lambda: wanted is not None and (not wanted.is_active or wanted.locked_at is not None),
        "self": lambda: change.post != Post.HEAD and wanted == account,
        "circle": lambda: change.post == Post.SUPERVISOR and wanted is not None and wanted.supervisor_id == account.pk,
        "same": lambda: change.current == wanted,
    }
    for code, refused in refusals.items():
        if refused():
            raise Unsuited(code)


def _named(change: SupervisionChange) -> dict[str, str]:
    return {name: str(user.uuid) if user else "" for name, user in (("from", change.former), ("to", change.wanted))}


def confirm(*, actor: User, change: SupervisionChange, now: datetime) -> None:
    """Carry a change out and tell who held the post; raise PermissionDenied, SamePerson or Unsuited."""
    with transaction.atomic():
        change = _open(actor, change)
        wanted = change.wanted
        if actor.pk in (change.proposed_by_id, change.account_id, wanted.pk if wanted else None):
            raise SamePerson
        if change.current != change.former or (change.department and change.account.department != change.department):
            raise Unsuited("overtaken")
        _check(change)
        if change.department is not None:
            Department.objects.filter(pk=change.department.pk).update(head=change.account)
        else:
            setattr(change.account, change.post, change.other)
            change.account.save(update_fields=[change.post])
        _decided(change, ChangeState.CONFIRMED, actor, now)
        text = {"post": change.post, "proposed_by": str(change.proposed_by.uuid), **_named(change)}
        signals.account_changed.send(User, user=change.account, actor=actor, text=text)
        if change.former is not None and change.former.is_active:
            person = change.account.get_full_name() or change.account.email
            context = {"person": person, "department": change.department, "substitute": change.post == Post.SUBSTITUTE}
            mails.send(change.former, "supervisor_changed", context)


def refuse(*, actor: User, change: SupervisionChange, now: datetime) -> None:
    """Refuse a change, or take one's own back; raise PermissionDenied, or Unsuited when it was decided meanwhile."""
    with transaction.atomic():
        change = _open(actor, change)
        _decided(change, ChangeState.REFUSED, actor, now)
        signals.supervision_refused.send(User, user=change.account, actor=actor, result=change.post)


def _open(actor: User, change: SupervisionChange) -> SupervisionChange:
    """Return a change that waits, locked until the end of the transaction."""
    if not can_change_account(actor, change.account):
        raise PermissionDenied
    rows = SupervisionChange.objects.select_for_update(of=("self",))
    rows = rows.select_related("account__supervisor", "account__substitute", "department__head", "other", "former")
    found = rows.filter(pk=change.pk, state=ChangeState.PROPOSED).first()
    if found is None:
        raise Unsuited("overtaken")
    return found


def _decided(change: SupervisionChange, state: ChangeState, actor: User, now: datetime) -> None:
    change.state, change.decided_by, change.decided_at = state, actor, now
    change.save(update_fields=["state", "decided_by", "decided_at"])
