"""Quality assurance: approvals, reviews, and the block of dates that lost a condition (training design, 8)."""

from collections.abc import Iterable
from datetime import date as day_type
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from training.models import (
    ContentReview,
    Course,
    CourseDate,
    DateState,
    DateTrainer,
    ReviewResult,
    Trainer,
    TrainerApproval,
    TrainingTopic,
)
from training.permissions import can_plan, can_review
from training.services.ledger import Ledger, locked
from training.services.quality_rules import lost_conditions
from training.services.record import note
from training.services.steps import to_office


def recheck(ledger: Ledger, *, actor: User | None, now: datetime) -> bool:
    """Block a future published date that lost a condition, free one that holds them again; return whether it changed.

    Bookings stay, and the queue goes on under a block (settled.md T5).
    """
    date = ledger.date
    if date.state != DateState.PUBLISHED or date.starts_at <= now:
        return False
    lost = lost_conditions(date, now)
    word = ",".join(word for word, _text in lost)[:40]
    if word == date.quality_block:
        return False
    old, date.quality_block = date.quality_block, word
    date.save(update_fields=["quality_block"])
    event = note(
        ledger, kind="blocked" if word else "unblocked", actor=actor, now=now, detail={"old": old, "new": word}
    )
    if word:
        to_office(date, "block", str(event.pk), now)
    return True


def recheck_dates(dates: Iterable[int], *, actor: User | None, now: datetime) -> int:
    """Check dates again in one transaction, locked in the order of their keys; return how many changed."""
    keys = sorted(set(dates))
    if not keys:
        return 0
    with locked(*keys) as ledgers:
        return sum(recheck(ledger, actor=actor, now=now) for ledger in ledgers.values())


def future_dates(now: datetime) -> list[int]:
    """Return the published dates that have not begun."""
    rows = CourseDate.objects.filter(state=DateState.PUBLISHED, starts_at__gt=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def dates_of_trainer(trainer: Trainer, now: datetime) -> list[int]:
    """Return the future dates that somebody teaches."""
    rows = DateTrainer.objects.filter(trainer=trainer, is_removed=False, date__in=future_dates(now))
    return sorted(set(rows.values_list("date_id", flat=True)))


def approve_trainer(
    *,
    trainer: Trainer,
    topic: TrainingTopic,
    actor: User,
    valid_until: day_type,
    now: datetime,
    with_pe: bool = False,
    comment: str = "",
) -> TrainerApproval:
    """Approve a trainer for a topic until a day; nobody approves themselves (ValidationError)."""
    if not can_review(actor):
        raise PermissionDenied
    approval = TrainerApproval(
        trainer=trainer,
        topic=topic,
        by=actor,
        on=now.date(),
        valid_until=valid_until,
        with_pe=with_pe,
        note=comment,
    )
    approval.full_clean()
    approval.save(force_insert=True)
    recheck_dates(dates_of_trainer(trainer, now), actor=actor, now=now)
    return approval


def withdraw_approval(*, approval: TrainerApproval, actor: User, now: datetime) -> int:
    """Withdraw an approval and block every date that needed it, in one transaction; return how many."""
    if not can_review(actor):
        raise PermissionDenied
    keys = dates_of_trainer(approval.trainer, now)
    if not keys:
        TrainerApproval.objects.filter(pk=approval.pk, withdrawn_at=None).update(withdrawn_at=now)
        return 0
    with locked(*keys) as ledgers:
        TrainerApproval.objects.filter(pk=approval.pk, withdrawn_at=None).update(withdrawn_at=now)
        return sum(recheck(ledger, actor=actor, now=now) for ledger in ledgers.values())


def review_contents(
    *, course: Course, actor: User, result: ReviewResult, next_due: day_type, now: datetime
) -> ContentReview:
    """Store a review of the current contents; who teaches the course does not review it (ValidationError)."""
    if not can_review(actor):
        raise PermissionDenied
    teaches = DateTrainer.objects.filter(date__course=course, trainer__user=actor, is_removed=False)
    if teaches.exists():
        raise ValidationError(_("Who teaches a course does not review it."))
    review = ContentReview.objects.create(
        course=course,
        version=course.content_version,
        reviewer=actor,
        date=now.date(),
        result=result,
        next_due=next_due,
    )
    recheck_dates(_dates_of_course(course, now), actor=actor, now=now)
    return review


def raise_content_version(*, course: Course, actor: User, now: datetime) -> int:
    """Say that the contents have changed, so that they are reviewed again (settled.md T5); return the new version."""
    if not can_plan(actor):
        raise PermissionDenied
    with transaction.atomic():
        locked_course = Course.objects.select_for_update().get(pk=course.pk)
        locked_course.content_version += 1
        locked_course.save(update_fields=["content_version"])
    recheck_dates(_dates_of_course(course, now), actor=actor, now=now)
    return locked_course.content_version


def _dates_of_course(course: Course, now: datetime) -> list[int]:
    """Return the future dates of a course."""
    return list(CourseDate.objects.filter(pk__in=future_dates(now), course=course).values_list("pk", flat=True))
