"""Trainers of a date: added, removed; their calendar follows, and the quality conditions are checked again."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts.models import User
from training.invitations import CANCEL, REQUEST
from training.mails import parts_of
from training.models import CourseDate, DateState, DateTrainer, Trainer, TrainerRole
from training.permissions import can_plan
from training.services.errors import WrongState
from training.services.ledger import Ledger, locked_date
from training.services.quality import recheck
from training.services.steps import trainer_step


def add_trainer(*, date_id: int, trainer: Trainer, role: TrainerRole, actor: User, now: datetime) -> DateTrainer:
    """Let somebody teach a date; who was removed comes back with a higher SEQUENCE."""
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(date_id) as ledger:
        _changeable(ledger)
        row, made = DateTrainer.objects.get_or_create(date=ledger.date, trainer=trainer, defaults={"role": role})
        back = row.is_removed
        if not made:
            row.role, row.is_removed = role, False
            row.save(update_fields=["role", "is_removed"])
        if (made or back) and ledger.date.state == DateState.PUBLISHED:
            parts = parts_of(ledger.date)
            trainer_step(ledger, row, "added", REQUEST, parts, actor=actor, now=now, rise=int(back))
        recheck(ledger, actor=actor, now=now)
    return row


def remove_trainer(*, row: DateTrainer, actor: User, now: datetime) -> DateTrainer:
    """Take somebody off a date; the entry is taken back."""
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(row.date_id) as ledger:
        _changeable(ledger)
        found = DateTrainer.objects.select_related("trainer__user").get(pk=row.pk)
        if not found.is_removed:
            found.is_removed = True
            found.save(update_fields=["is_removed"])
            if ledger.date.state == DateState.PUBLISHED:
                trainer_step(ledger, found, "removed", CANCEL, parts_of(ledger.date), actor=actor, now=now)
        recheck(ledger, actor=actor, now=now)
    return found


def announce_trainers(ledger: Ledger, *, actor: User | None, now: datetime) -> None:
    """Tell the trainers of a date that has just been published."""
    for row in trainers_of(ledger.date):
        # Published for the second time: the entry was taken back in between.
        rise = int(row.ical_sequence > 0)
        trainer_step(ledger, row, "added", REQUEST, parts_of(ledger.date), actor=actor, now=now, rise=rise)


def take_back_from_trainers(ledger: Ledger, name: str, *, actor: User | None, now: datetime, reason: str = "") -> None:
    """Take the entries of all trainers back: the date is a draft again, or called off."""
    for row in trainers_of(ledger.date):
        trainer_step(ledger, row, name, CANCEL, parts_of(ledger.date), actor=actor, now=now, reason=reason)


def trainers_of(date: CourseDate) -> list[DateTrainer]:
    """Return the trainers of a date who were not removed."""
    return list(date.trainers.filter(is_removed=False).select_related("trainer__user").order_by("pk"))


def _changeable(ledger: Ledger) -> None:
    """Raise WrongState unless the date is a draft or published."""
    if ledger.date.state not in {DateState.DRAFT, DateState.PUBLISHED}:
        raise WrongState(ledger.date.state)
