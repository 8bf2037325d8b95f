"""How tests of the screens set the stage: times are relative to the real clock, since screens read it."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from tests.factories import CoursePageFactory, TrainingIndexPageFactory
from tests.training_factories import CourseFactory, book, office, published, staff
from training.models import Booking, Course, CourseDate, Presence
from training.services import attendance
from training.services.attendance import Mark
from training.services.booking import Wish
from training.services.certificates import issue

DAY = timedelta(days=1)


def coming(*, days: int = 30, **fields: Any) -> CourseDate:
    """Return a date that is open now and begins in some days."""
    now = timezone.now().replace(microsecond=0)
    return published(now=now, start=now + days * DAY, **fields)


def booked(date: CourseDate, person: User | None = None, **fields: Any) -> Booking:
    """Book a date now."""
    return book(date, person or staff(), now=timezone.now(), **fields)


def held(person: User) -> Booking:
    """Return a booking of a date that was held, with everybody there."""
    now = timezone.now().replace(microsecond=0)
    date = published(now=now - 20 * DAY, start=now - 2 * DAY)
    booking = book(date, person, now=now - 19 * DAY, wish=Wish(text="Rampe"))
    part = date.parts.get()
    marks = [Mark(booking.pk, part.pk, Presence.PRESENT)]
    attendance.mark(date_id=date.pk, marks=marks, actor=office(), now=now)
    attendance.close(date_id=date.pk, actor=office(), now=now)
    issue(booking=booking, now=now)
    return booking


def page_of(course: Course, language: str = "de", **fields: Any) -> Any:
    """Return the page of a course in the catalogue of a language."""
    title = fields.pop("title", course.title_in(language))
    return CoursePageFactory(course=course, language=language, title=title, **fields)


def catalogue(language: str = "de") -> Any:
    """Return the page of the catalogue."""
    names = {"de": "schulungen", "en": "training"}
    return TrainingIndexPageFactory(language=language, slug=names[language], title="Schulungen")


def course(**fields: Any) -> Course:
    """Return a course."""
    return CourseFactory(**fields)


def text_of(response: Any) -> str:
    """Return what a person reads of an answer, on one line."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    main = body.split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&nbsp;", " ").split())


def key_of(response: Any) -> str:
    """Return the key that a form carries."""
    found = re.search(r'name="request_key" value="([^"]+)"', response.content.decode())
    assert found is not None
    return found[1]
