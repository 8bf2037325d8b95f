"""Staff book in two clicks, the supervisor approves; the same works on a phone without script."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.training.screens import coming, page_of
from tests.training_factories import CourseFactory
from training.models import CourseDate, DateState

TITLE = "Ruhig bleiben im Dienst"


@pytest.fixture
def course_page(house: Any, django_db_blocker: Any) -> Iterator[str]:
    """The address of a course with a date whose bookings are approved."""
    with django_db_blocker.unblock():
        date = coming(course=CourseFactory(needs_approval=True, title_de=TITLE))
        page = page_of(date.course, slug=f"ruhig-{date.pk}")
    yield house.address(page)
    with django_db_blocker.unblock():
        page.delete()


@pytest.fixture
def phone(chromium: Browser, context: BrowserContext, enter: Callable[[str], None]) -> Iterator[Page]:
    """A member of staff on a phone whose browser runs no script."""
    enter("staff")
    profile = chromium.new_context(locale="de-DE", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    profile.add_cookies([{**cookie} for cookie in context.cookies()])
    yield profile.new_page()
    profile.close()


@pytest.mark.django_db(databases=["default", "zemag"])
def test_the_portal_under_test_has_dates_to_book(portal: None) -> None:
    """Names both databases, so that they are set up before the browser starts."""
    assert CourseDate.objects.filter(state=DateState.PUBLISHED, starts_at__gt=timezone.now()).count() >= 3


@pytest.mark.acceptance("training", 1)
def test_staff_books_in_two_clicks_and_the_supervisor_approves(
    course_page: str, tab: Page, house: Any, enter: Callable[[str], None], watch: Any
) -> None:
    enter("staff")
    tab.goto(course_page)
    tab.get_by_role("link", name="Buchen").first.click()
    tab.get_by_role("button", name="Jetzt buchen").click()
    expect(tab.locator("main")).to_contain_text("Ihre Buchung ist angekommen")
    expect(tab.locator("main")).to_contain_text("Jetzt entscheidet Toni Feld")
    expect(tab.locator("h1:focus, h1 :focus")).to_have_count(1)
    booking = tab.url
    enter("staff2")
    tab.goto(f"{house.intranet}/de/training/approvals/")
    tab.locator("li.zks-request", has_text=TITLE).get_by_role("button", name="Genehmigen").click()
    expect(tab.get_by_role("status").first).to_have_text("Genehmigt.")
    enter("staff")
    tab.goto(booking)
    expect(tab.locator("main .zks-badge").first).to_have_text("Gebucht")
    assert (watch.foreign, watch.policy) == ([], [])


@pytest.mark.acceptance("training", 21)
def test_on_a_phone_without_script_a_wrong_entry_is_kept_and_a_booking_cancelled(course_page: str, phone: Page) -> None:
    phone.goto(course_page)
    phone.get_by_role("link", name="Buchen").first.click()
    phone.locator("details.zks-details summary").click()
    phone.get_by_label("Was Sie sonst brauchen").evaluate("field => field.removeAttribute('maxlength')")
    phone.get_by_label("Was Sie sonst brauchen").fill("Rampe " * 100)
    phone.get_by_role("button", name="Jetzt buchen").click()
    expect(phone.get_by_label("Was Sie sonst brauchen")).to_have_value("Rampe " * 100)
    expect(phone.get_by_label("Was Sie sonst brauchen")).to_have_attribute("aria-invalid", "true")
    phone.get_by_label("Was Sie sonst brauchen").fill("Rampe")
    phone.get_by_role("button", name="Jetzt buchen").click()
    expect(phone.locator("main")).to_contain_text("Ihre Buchung ist angekommen")
    phone.get_by_role("link", name="Buchung absagen").click()
    phone.get_by_role("button", name="Buchung absagen").click()
    expect(phone.locator("main")).to_contain_text("Die Buchung ist abgesagt")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
