"""axe finds nothing on the screens of training, in both languages, wide and narrow; nothing sticks out at 320 px."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.places import TRAINING, visit
from tests.browser.test_admin_axe import speak as speak
from tests.browser.test_axe import MODES, findings
from training.models import Course, CourseDate, Trainer, TrainerApproval

NARROW = 320


def address(name: str) -> str:
    """Return the address of a screen of the demonstration."""
    kind, _sep, rest = name.partition(":")
    if kind == "date":
        full = CourseDate.objects.filter(bookings__place="queue").order_by("starts_at").first()
        return f"{reverse('office_date', args=[full.uid])}{rest}"
    if kind == "desk":
        own = CourseDate.objects.filter(trainers__trainer__user__email="trainer@example.org", state="published")
        over = own.order_by("starts_at").first()
        return f"/{{language}}/training/desk/{over.uid}/" if rest else "/{language}/training/desk/"
    keys = {
        "trainer": lambda: Trainer.objects.filter(approvals__isnull=False).order_by("pk").first().pk,
        "course": lambda: Course.objects.order_by("pk").first().uid,
        "approval": lambda: TrainerApproval.objects.order_by("pk").first().pk,
    }
    return reverse(rest, args=[keys[kind]()] if kind in keys else [])


# Name of the screen -> who works there.
OFFICE = {
    "plain:office_work": "training_office",
    "plain:office_dates": "training_office",
    "plain:office_date_new": "training_office",
    "plain:office_mails": "training_office",
    "course:office_contents": "training_office",
    "date:": "training_office",
    "date:people/": "training_office",
    "date:do/call-off/": "training_office",
    "date:do/deadlines/": "training_office",
    "plain:training_course:index": "training_office",
    "plain:quality_desk": "training_qa",
    "trainer:quality_trainer": "training_qa",
    "trainer:quality_approve": "training_qa",
    "trainer:quality_qualification": "training_qa",
    "approval:quality_withdraw": "training_qa",
    "course:quality_course": "training_qa",
    "course:quality_review": "training_qa",
    "desk:": "trainer",
    "desk:date": "trainer",
}
STAFF = [f"training-{name}" for name in TRAINING]


@pytest.mark.acceptance("training", 21)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", OFFICE)
def test_axe_finds_nothing_on_screens_of_office_reviewers_and_trainers(
    name: str,
    language: str,
    tab: Page,
    house: Any,
    enter: Callable[[str], None],
    speak: Callable[[str, str], None],
    watch: Any,
    django_db_blocker: Any,
) -> None:
    role = OFFICE[name]
    speak(role, language)
    enter(role)
    with django_db_blocker.unblock():
        path = address(name).format(language=language)
    answer = tab.goto(house.intranet + path)
    assert answer is not None
    assert answer.status == 200
    assert tab.locator("html").get_attribute("lang") == language
    for width, scheme in MODES:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        assert findings(tab) == [], f"{name} at {width} px, {scheme}"
    tab.set_viewport_size({"width": NARROW, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert (watch.foreign, watch.policy) == ([], [])


@pytest.mark.acceptance("training", 21)
@pytest.mark.parametrize("name", [*STAFF, "training.TrainingIndexPage", "training.CoursePage"])
def test_nothing_of_the_screens_of_staff_sticks_out_at_320_pixels(
    name: str, tab: Page, house: Any, enter: Callable[[str], None]
) -> None:
    tab.set_viewport_size({"width": NARROW, "height": 900})
    assert visit(name, "de", tab, house, enter)
    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW
