"""Conditions of quality that a date must hold: approved main trainers, reviewed contents (training design, 8)."""

from datetime import date as day_type
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training.models import (
    ContentReview,
    CourseDate,
    DateTrainer,
    ReviewResult,
    Trainer,
    TrainerApproval,
    TrainerQualification,
    TrainerRole,
)

OVERDUE_BLOCKS_AFTER = timedelta(days=90)
SENTENCES: dict[str, Promise] = {
    "trainer": _("A main trainer is not approved for a topic of this course on the last day."),
    "qualification": _("A qualification of a main trainer has expired by the last day."),
    "content": _("The current contents have not passed a review."),
    "overdue": _("The review of the contents is overdue by more than 90 days."),
}


def is_approved(trainer: Trainer, date: CourseDate, on: day_type) -> bool:
    """Return whether a trainer is approved for a topic of the course on a day."""
    approvals = TrainerApproval.objects.filter(
        trainer=trainer, topic__courses=date.course_id, withdrawn_at=None, on__lte=on, valid_until__gte=on
    )
    # A topic that is taught with staff development needs an approval that was agreed with it.
    return approvals.filter(Q(topic__with_pe=False) | Q(with_pe=True)).exists()


def lost_conditions(date: CourseDate, now: datetime) -> list[tuple[str, Promise]]:
    """Return word and sentence of each condition that the date does not hold."""
    last_day = timezone.localtime(date.ends_at).date()
    words = []
    rows = DateTrainer.objects.filter(date=date, role=TrainerRole.MAIN, is_removed=False).select_related("trainer")
    mains = [row.trainer for row in rows]
    if not all(is_approved(trainer, date, last_day) for trainer in mains):
        words.append("trainer")
    expired = TrainerQualification.objects.filter(trainer__in=mains, valid_until__lt=last_day)
    if expired.exists():
        words.append("qualification")
    review = _last_review(date)
    if review is None or review.result != ReviewResult.PASSED:
        words.append("content")
    elif timezone.localtime(now).date() > review.next_due + OVERDUE_BLOCKS_AFTER:
        words.append("overdue")
    return [(word, SENTENCES[word]) for word in words]


def _last_review(date: CourseDate) -> ContentReview | None:
    """Return the last review of the current contents of the course."""
    reviews = ContentReview.objects.filter(course=date.course_id, version=date.course.content_version)
    return reviews.order_by("-date", "-pk").first()
