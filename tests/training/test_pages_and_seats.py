"""What editors do with the pages of a course changes no date, seat or booking (promise I11)."""

from typing import Any

import pytest
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from tests.factories import release
from tests.training.screens import booked, catalogue, coming, page_of
from training.models import Booking, CourseDate, CourseDatePart, CoursePage, DateSeats, TrainingEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


def rows() -> list[Any]:
    """Return every row of dates, parts, seats, bookings and events."""
    models: tuple[Any, ...] = (CourseDate, CourseDatePart, DateSeats, Booking, TrainingEvent)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.acceptance("training", 2)
def test_publishing_reverting_copying_translating_and_deleting_pages_changes_no_seat() -> None:
    parent, english_locale = catalogue(), Locale.objects.get(language_code="en")
    date = coming(capacity=1)
    page = page_of(date.course, title="Ruhig bleiben")
    first = page.save_revision()
    booked(date)
    booked(date)
    before = rows()
    page.title = "Ruhig bleiben im Dienst"
    release(page)
    assert rows() == before
    first.as_object().save_revision()
    release(first.as_object())
    assert CoursePage.objects.get(pk=page.pk).title == "Ruhig bleiben"
    assert rows() == before
    copy = page.copy(to=parent, update_attrs={"title": "Kopie", "slug": "kopie"}, keep_live=False)
    assert copy.course is None
    assert rows() == before
    parent.copy_for_translation(english_locale)
    source, _new = TranslationSource.update_or_create_from_instance(CoursePage.objects.get(pk=page.pk))
    Translation.objects.create(source=source, target_locale=english_locale).save_target(publish=False)
    english = CoursePage.objects.get(locale=english_locale)
    assert english.course == date.course
    assert rows() == before
    for made in (copy, english, page):
        CoursePage.objects.get(pk=made.pk).delete()
    assert rows() == before
