"""Courses, topics, venues and trainers in the admin; none of these rows is under the lock of a date."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from accounts.permissions import staff
from training.models import Course, Trainer, TrainingTopic, Venue
from training.office.base import CONFLICT, OK
from training.permissions import can_plan
from training.services.errors import Busy
from training.services.ledger import persistent
from training.services.quality import dates_of_course, dates_of_topic, recheck_dates


class DeleteUnused(DeleteView):
    """Deletes what nothing uses; otherwise lists the uses (training design, section 12)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look for uses before Wagtail asks or deletes; the right is checked first by what follows."""
        if not self.user_has_permission("delete"):
            return super().dispatch(request, *args, **kwargs)
        uses = uses_of(self.object)
        if not uses:
            return super().dispatch(request, *args, **kwargs)
        context = {"object": self.object, "uses": uses, "back": self.get_success_url()}
        status = CONFLICT if request.method == "POST" else OK
        return render(request, "training/office/in_use.html", context, status=status)


def uses_of(row: Any) -> list[tuple[str, int]]:
    """Return what keeps a row from being deleted: kind and number."""
    try:
        Collector(using="default", origin=row).collect([row])
    except (ProtectedError, RestrictedError) as kept:
        objects: Any = getattr(kept, "protected_objects", None) or getattr(kept, "restricted_objects", ())
        counts: dict[str, int] = {}
        for found in objects:
            name = str(found._meta.verbose_name_plural)
            counts[name] = counts.get(name, 0) + 1
        return sorted(counts.items())
    return []


class Rechecked(EditView):
    """Saves, then checks again which coming dates still hold the conditions of quality (training design, 8)."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save in Wagtail's transaction, check in one of our own; the nightly check mends what was busy."""
        answer: HttpResponse = super().form_valid(form)
        now = timezone.now()
        with suppress(Busy):
            persistent(lambda: recheck_dates(self.dates(now), actor=staff(self.request), now=now))
        return answer

    def dates(self, now: datetime) -> list[int]:
        """Return the dates that the row concerns."""
        row = self.object
        return dates_of_course(row, now) if isinstance(row, Course) else dates_of_topic(row, now)


class EditCourse(Rechecked):
    """Also offers to say that the contents have changed."""

    @property
    def header_more_buttons(self) -> list[Any]:
        """Add the way to a new version of the contents, for the office."""
        buttons: list[Any] = list(super().header_more_buttons)
        if can_plan(staff(self.request)):
            address = reverse("office_contents", args=[self.object.uid])
            buttons.append(Button(_("Contents have changed"), url=address, icon_name="history", priority=50))
        return buttons


class CatalogueViewSet(ModelViewSet):
    """What the screens of the catalogue have in common."""

    delete_view_class = DeleteUnused
    copy_view_enabled = False
    list_per_page = 50


class CourseViewSet(CatalogueViewSet):
    """Courses with their rules of booking."""

    model = Course
    edit_view_class = EditCourse
    name = "training_course"
    icon = "clipboard-list"
    menu_label = _("Courses")
    list_display = ["code", Column("title", label=_("Title")), "units", "content_version", "is_active"]
    search_fields = ["code", "title_de", "title_en"]
    ordering = ["code"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("is_active")]),
        FieldRowPanel([FieldPanel("title_de"), FieldPanel("title_en")]),
        FieldPanel("topics"),
        MultiFieldPanel(
            [FieldPanel("units"), FieldPanel("needs_approval"), FieldPanel("one_active")], heading=_("Booking")
        ),
        MultiFieldPanel(
            [FieldPanel("min_attendance_percent"), FieldPanel("validity_months")], heading=_("Certificate")
        ),
    ]


class TopicViewSet(CatalogueViewSet):
    """Subjects of training."""

    model = TrainingTopic
    edit_view_class = Rechecked
    name = "training_topic"
    icon = "tag"
    menu_label = _("Training topics")
    list_display = ["code", "name_de", "name_en", "with_pe"]
    ordering = ["order", "pk"]
    panels = [
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("order")]),
        FieldPanel("with_pe"),
    ]


class VenueViewSet(CatalogueViewSet):
    """Places where courses are held."""

    model = Venue
    name = "training_venue"
    icon = "home"
    menu_label = _("Venues")
    list_display = [Column("label", label=_("Venue")), "capacity", "step_free", "induction_loop"]
    search_fields = ["name", "address"]
    panels = [
        FieldPanel("room"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("address")]),
        FieldPanel("capacity"),
        MultiFieldPanel(
            [FieldPanel("step_free"), FieldPanel("induction_loop"), FieldPanel("accessible_toilet")],
            heading=_("Access"),
        ),
        FieldPanel("directions"),
    ]


class TrainerViewSet(CatalogueViewSet):
    """Who teaches."""

    model = Trainer
    name = "training_trainer"
    icon = "user"
    menu_label = _("Trainers")
    list_display = [Column("name", label=_("Name")), "organisation", "is_active"]
    search_fields = ["own_name", "organisation", "user__last_name"]
    panels = [
        FieldPanel("user"),
        FieldRowPanel([FieldPanel("own_name"), FieldPanel("own_email")]),
        FieldPanel("organisation"),
        FieldPanel("is_active"),
    ]
