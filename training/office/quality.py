"""Screens of the quality reviewers: who may teach what, which contents were reviewed, what runs out (section 8)."""

from datetime import date as day_type
from datetime import timedelta
from typing import Any

from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from pages.permissions import visible_to
from training.models import (
    ContentReview,
    Course,
    CourseDate,
    CoursePage,
    DateState,
    ReviewResult,
    Trainer,
    TrainerApproval,
)
from training.office.base import OfficeScreen
from training.permissions import can_review
from training.services.quality_rules import OVERDUE_BLOCKS_AFTER, SENTENCES

SOON = timedelta(days=60)


def blocked_dates() -> list[dict[str, Any]]:
    """Return the coming dates that lost a condition, each with what it lost."""
    rows = CourseDate.objects.filter(state=DateState.PUBLISHED, starts_at__gt=timezone.now()).exclude(quality_block="")
    found = rows.select_related("course").order_by("starts_at", "pk")
    return [
        {"date": date, "lost": [SENTENCES[word] for word in date.quality_block.split(",") if word in SENTENCES]}
        for date in found
    ]


def ending_approvals(today: day_type) -> list[TrainerApproval]:
    """Return approvals that end within 60 days and are not followed by a later one."""
    rows = TrainerApproval.objects.filter(withdrawn_at=None, valid_until__gte=today, trainer__is_active=True)
    last: dict[tuple[int, int], TrainerApproval] = {}
    for row in rows.select_related("trainer__user", "topic").order_by("valid_until", "pk"):
        last[row.trainer_id, row.topic_id] = row
    return [row for row in last.values() if row.valid_until <= today + SOON]


def review_state(review: ContentReview | None, today: day_type) -> tuple[str, bool]:
    """Return how the current contents of a course stand, in words, and whether somebody should act."""
    if review is None:
        return _("not reviewed in this version"), True
    if review.result != ReviewResult.PASSED:
        return _("did not pass"), True
    if today > review.next_due + OVERDUE_BLOCKS_AFTER:
        return _("review overdue, booking is blocked"), True
    if today > review.next_due:
        return _("review overdue"), True
    return _("passed"), review.next_due <= today + SOON


def courses(today: day_type) -> list[dict[str, Any]]:
    """Return the courses that are offered, each with the last review of its current version."""
    current = ContentReview.objects.filter(version=F("course__content_version")).order_by("-date", "-pk")
    found = []
    for course in Course.objects.filter(is_active=True).prefetch_related(Prefetch("reviews", current)).order_by("code"):
        review = next(iter(course.reviews.all()), None)
        state, act = review_state(review, today)
        found.append({"course": course, "review": review, "state": state, "act": act})
    return found


def trainers(today: day_type) -> list[dict[str, Any]]:
    """Return who teaches, with the topics they may teach today and what has run out."""
    approvals = TrainerApproval.objects.filter(withdrawn_at=None, valid_until__gte=today).select_related("topic")
    rows = Trainer.objects.filter(is_active=True).select_related("user")
    found = []
    for trainer in rows.prefetch_related(Prefetch("approvals", approvals.order_by("valid_until")), "qualifications"):
        ends = [row.valid_until for row in trainer.qualifications.all() if row.valid_until]
        topics = sorted({row.topic.name for row in trainer.approvals.all()})
        found.append({"trainer": trainer, "topics": topics, "expired": any(day < today for day in ends)})
    return sorted(found, key=lambda row: row["trainer"].name.casefold())


class QualityScreen(OfficeScreen):
    """A screen for the quality reviewers alone; a superuser has no way past the role."""

    header_icon = "clipboard-list"

    def may_open(self) -> bool:
        """Return whether the person reviews quality."""
        return can_review(self.actor)

    def way(self) -> list[dict[str, Any]]:
        """Return the first screen of quality."""
        return [{"url": reverse("quality_desk"), "label": _("Quality of training")}]


class QualityDesk(QualityScreen, TemplateView):
    """What runs out or was lost, every course and every trainer."""

    page_title = gettext_lazy("Quality of training")
    template_name = "training/office/quality.html"

    def way(self) -> list[dict[str, Any]]:
        """Return nothing: this is the first screen."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find what to act on, and everything else."""
        today = timezone.localdate()
        return super().get_context_data(
            blocked=blocked_dates(),
            ending=ending_approvals(today),
            courses=courses(today),
            trainers=trainers(today),
            **kwargs,
        )


class TrainerQuality(QualityScreen, TemplateView):
    """What a trainer may teach and has shown."""

    template_name = "training/office/quality_trainer.html"
    header_icon = "user"

    def get_page_title(self) -> str:
        """Name the trainer."""
        return self.trainer.name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the trainer, then show."""
        self.trainer = get_object_or_404(Trainer.objects.select_related("user"), pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_header_buttons(self) -> list[Any]:
        """Offer an approval and a proof."""
        key = [self.trainer.pk]
        return [
            HeaderButton(_("Approve for a topic"), url=reverse("quality_approve", args=key), icon_name="plus"),
            HeaderButton(_("Add a qualification"), url=reverse("quality_qualification", args=key), icon_name="plus"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add approvals, the latest first, and proofs."""
        approvals = self.trainer.approvals.select_related("topic", "by").order_by("withdrawn_at", "-valid_until", "pk")
        return super().get_context_data(
            trainer=self.trainer,
            approvals=list(approvals),
            qualifications=list(self.trainer.qualifications.order_by("valid_until", "pk")),
            today=timezone.localdate(),
            **kwargs,
        )


class CourseQuality(QualityScreen, TemplateView):
    """Every review of the contents of a course."""

    template_name = "training/office/quality_course.html"

    def get_page_title(self) -> str:
        """Name the course."""
        return str(self.course)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the course, then show."""
        self.course = get_object_or_404(Course, uid=kwargs["uid"])
        return super().get(request, *args, **kwargs)

    def get_header_buttons(self) -> list[Any]:
        """Offer a review."""
        return [
            HeaderButton(_("Note a review"), url=reverse("quality_review", args=[self.course.uid]), icon_name="plus")
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reviews, the latest first, and the pages that are reviewed."""
        reviews = list(self.course.reviews.select_related("reviewer").order_by("-date", "-pk"))
        current = next((row for row in reviews if row.version == self.course.content_version), None)
        state, _act = review_state(current, timezone.localdate())
        pages = visible_to(self.actor, CoursePage.objects.filter(course=self.course)).select_related("locale")
        return super().get_context_data(
            course=self.course,
            reviews=reviews,
            state=state,
            pages=list(pages.defer_streamfields().order_by("locale")),
            **kwargs,
        )
