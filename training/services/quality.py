"""Quality assurance: approvals, reviews, and the block of dates that lost a condition (training design, 8)."""

from collections.abc import Callable, Iterable
from datetime import date as day_type
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
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
    TrainerQualification,
    TrainingTopic,
)
from training.permissions import can_plan, can_review
from training.services.ledger import Ledger, locked
from training.services.quality_rules import lost_conditions
from training.services.record import note
from training.services.steps import to_office

Answer = TypeVar("Answer")


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


def _checked(keys: Iterable[int], write: Callable[[], Answer], *, actor: User, now: datetime) -> Answer:
    """Write something and check the dates that it may concern, all in one transaction where there are any."""
    found = sorted(set(keys))
    if not found:
        with transaction.atomic():
            return write()
    with locked(*found) as ledgers:
        made = write()
        for ledger in ledgers.values():
            ledger.date.course.refresh_from_db(fields=["content_version"])
            recheck(ledger, actor=actor, now=now)
    return made


def _require(actor: User) -> None:
    """Raise PermissionDenied unless somebody reviews quality."""
    if not can_review(actor):
        raise PermissionDenied


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
    """Approve a trainer for a topic until a day; nobody approves themselves (ValidationError).

    The same approval sent twice on one day is one.
    """
    _require(actor)
    today = timezone.localdate(now)
    approval = TrainerApproval(
        trainer=trainer, topic=topic, by=actor, on=today, valid_until=valid_until, with_pe=with_pe, note=comment
    )
    approval.full_clean()

    def write() -> TrainerApproval:
        same = TrainerApproval.objects.filter(
            trainer=trainer,
            topic=topic,
            by=actor,
            on=today,
            valid_until=valid_until,
            with_pe=with_pe,
            withdrawn_at=None,
        ).first()
        if same is None:
            approval.save(force_insert=True)
        return same or approval

    return _checked(dates_of_trainer(trainer, now), write, actor=actor, now=now)


def withdraw_approval(*, approval: TrainerApproval, actor: User, now: datetime) -> int:
    """Withdraw an approval and block every date that needed it, in one transaction; return how many are blocked."""
    _require(actor)
    keys = dates_of_trainer(approval.trainer, now)

    def write() -> int:
        return TrainerApproval.objects.filter(pk=approval.pk, withdrawn_at=None).update(withdrawn_at=now)

    _checked(keys, write, actor=actor, now=now)
    return CourseDate.objects.filter(pk__in=keys).exclude(quality_block="").count()


def add_qualification(
    *, trainer: Trainer, kind: str, valid_until: day_type | None, file: Any, actor: User, now: datetime
) -> TrainerQualification:
    """Store a proof that a trainer showed, with its document if there is one; dates are checked again."""
    _require(actor)
    made = TrainerQualification(trainer=trainer, kind=kind, valid_until=valid_until, file=file or "")
    made.full_clean()

    def write() -> TrainerQualification:
        made.save(force_insert=True)
        return made

    return _checked(dates_of_trainer(trainer, now), write, actor=actor, now=now)


def remove_qualification(*, qualification: TrainerQualification, actor: User, now: datetime) -> None:
    """Delete a proof and its document, for example because a newer one is there; dates are checked again."""
    _require(actor)
    _checked(dates_of_trainer(qualification.trainer, now), qualification.delete, actor=actor, now=now)


def review_contents(
    *, course: Course, actor: User, result: ReviewResult, next_due: day_type, now: datetime
) -> ContentReview:
    """Store a review of the current contents; who teaches the course does not review it (ValidationError).

    The same review sent twice on one day is one.
    """
    _require(actor)
    teaches = DateTrainer.objects.filter(date__course=course, trainer__user=actor, is_removed=False)
    if teaches.exists():
        raise ValidationError(_("Who teaches a course does not review it."))

    def write() -> ContentReview:
        course.refresh_from_db(fields=["content_version"])
        made, _new = ContentReview.objects.get_or_create(
            course=course,
            version=course.content_version,
            reviewer=actor,
            date=timezone.localdate(now),
            result=result,
            next_due=next_due,
        )
        return made

    return _checked(dates_of_course(course, now), write, actor=actor, now=now)


def raise_content_version(*, course: Course, version: int, actor: User, now: datetime) -> int:
    """Say that the contents have changed since `version`, so that they are reviewed again (settled.md T5).

    Return the new version; who says it twice about the same version has said it once.
    """
    if not can_plan(actor):
        raise PermissionDenied

    def write() -> int:
        rows = Course.objects.filter(pk=course.pk, content_version=version)
        rows.update(content_version=F("content_version") + 1)
        course.refresh_from_db(fields=["content_version"])
        return course.content_version

    return _checked(dates_of_course(course, now), write, actor=actor, now=now)


def dates_of_course(course: Course, now: datetime) -> list[int]:
    """Return the future dates of a course."""
    return list(CourseDate.objects.filter(pk__in=future_dates(now), course=course).values_list("pk", flat=True))


def dates_of_topic(topic: TrainingTopic, now: datetime) -> list[int]:
    """Return the future dates of every course with a topic."""
    rows = CourseDate.objects.filter(pk__in=future_dates(now), course__topics=topic)
    return sorted(set(rows.values_list("pk", flat=True)))
