"""Where the screens of training lie: tabs, the way back to the catalogue, and who has an inbox."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from pages.permissions import visible_to
from pages.reader import Reader
from training.approvers import OFFICE
from training.models import Course, CoursePage, DateTrainer, TrainingIndexPage


@dataclass(frozen=True)
class Step:
    """A tab, or a step of the way to a screen; the screen itself has no address."""

    label: str
    url: str
    current: bool = False


def catalogue_url(reader: Reader) -> str:
    """Return the address of the catalogue in the reader's language, or nothing."""
    found = Q(locale=reader.locale, url_path__startswith="/intranet-")
    pages = visible_to(reader.user, TrainingIndexPage.objects.filter(found))
    page = pages.defer_streamfields().order_by("path").first()
    return page.get_url(reader.request) or "" if page else ""


def course_url(course: Course, reader: Reader) -> str:
    """Return the address of the page of a course, in the reader's language if there is one, or nothing."""
    pages = visible_to(reader.user, CoursePage.objects.filter(course=course)).select_related("locale")
    found = {page.locale_id: page for page in pages.defer_streamfields()}
    page = found.get(reader.locale.pk) or next(iter(found.values()), None)
    return page.get_url(reader.request) or "" if page else ""


def duties_of(user: User) -> tuple[bool, bool]:
    """Return whether requests may come to somebody, and whether they teach; one question for both.

    Requests come to supervisors, their substitutes, heads and the training office.
    """
    asked = Q(supervisor=user) | Q(supervisor__substitute=user) | Q(department__head=user)
    inbox = Exists(User.objects.filter(asked | Q(pk=user.pk, groups__name=OFFICE)))
    teaches = Exists(DateTrainer.objects.filter(trainer__user=user, is_removed=False))
    return User.objects.filter(pk=user.pk).values_list(inbox, teaches).first() or (False, False)


def tabs(request: HttpRequest, current: str, url: str = "") -> list[Step]:
    """Return the tabs of training; `url` spares looking the catalogue up where it is known."""
    reader = Reader.of(request)
    steps = [("catalogue", _("Catalogue"), url or catalogue_url(reader))]
    steps.append(("mine", _("My training"), reverse("training_mine")))
    inbox, teaches = duties_of(reader.user)
    if inbox:
        steps.append(("approvals", _("To approve"), reverse("training_approvals")))
    if teaches:
        steps.append(("desk", _("Teaching"), reverse("training_desk")))
    return [Step(label, address, name == current) for name, label, address in steps if address]


def frame(request: HttpRequest, title: str, current: str = "", *between: Step) -> dict[str, Any]:
    """Return what every screen of training shows around its content: title, breadcrumb and tabs."""
    reader = Reader.of(request)
    url = catalogue_url(reader)
    way = [Step(_("Home"), f"/{reader.language}/")]
    if url:
        way.append(Step(_("Training"), url))
    return {"title": title, "crumbs": [*way, *between, Step(title, "")], "tabs": tabs(request, current, url)}
