"""Tags for what changes from minute to minute on the pages of training: dates, seats and the own booking."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from pages.reader import Reader
from training.catalogue import Catalogue
from training.facts import course_facts
from training.facts import part_words as words_of
from training.models import CourseDatePart, CoursePage
from training.navigation import tabs
from training.showing import DateFace, faces, upcoming

register = template.Library()


@register.simple_tag(takes_context=True)
def course_list(context: Context, page: Any) -> dict[str, Any]:
    """Return the catalogue below a page as its filters say; raise Http404 for values that no form of ours sends."""
    request = context["request"]
    return Catalogue(page, Reader.of(request), request, timezone.now()).context()


@register.simple_tag(takes_context=True)
def course_dates(context: Context, page: CoursePage) -> list[DateFace]:
    """Return the coming dates of the course of a page as the reader sees them."""
    if not page.course_id:
        return []
    now = timezone.now()
    return faces(upcoming([page.course_id], now), Reader.of(context["request"]).user, now)


@register.simple_tag
def facts_of_course(page: CoursePage) -> list[dict[str, str]]:
    """Return what a course is: length, subjects, approval, validity."""
    return course_facts(page.course) if page.course else []


@register.simple_tag(takes_context=True)
def training_tabs(context: Context, page: Any) -> list[Any]:
    """Return the tabs of training on the catalogue or on a course's page."""
    address = page.get_url(context["request"]) or ""
    if isinstance(page, CoursePage):
        return tabs(context["request"], "", address.removesuffix(f"{page.slug}/"))
    return tabs(context["request"], "catalogue", address)


@register.filter
def part_words(part: CourseDatePart | None) -> str:
    """Return day and hours of a part; nothing where a date has none."""
    return words_of(part) if part else ""
