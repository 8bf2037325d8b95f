"""The pages that browser tests visit: one page of every type, and what is no page of the tree."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.test import RequestFactory
from django.utils import timezone, translation
from playwright.sync_api import Page
from wagtail.models import Page as WagtailPage

from pages.errors import answer
from pages.models import BasePage
from pages.slugs import BARRIER_FORM_SLUGS
from training.models import ACTIVE, Booking, CourseDate

PAGE_TYPES = sorted(
    model._meta.label for model in apps.get_models() if issubclass(model, BasePage) and not model._meta.abstract
)
OTHERS = ["not-found", "error-400", "error-403", "error-500", "sign-in", "sign-in-errors", "password-reset"]
OTHERS += ["invite", "invite-errors", "reset-by-code"]
OTHERS += ["barrier", "barrier-errors", "styleguide"]
TRAINING = ("date", "book", "conflict", "booking", "cancel", "mine", "approvals", "check")
OTHERS += [f"training-{name}" for name in TRAINING]
EVERYTHING = [*PAGE_TYPES, *OTHERS]


def example_of(label: str, language: str) -> WagtailPage | None:
    """Return the fullest live page of a type in a language."""
    pages = apps.get_model(label).objects.filter(live=True, locale__language_code=language)
    return max(pages, key=lambda page: len(page.body.raw_data), default=None)


def barrier_path(language: str) -> str:
    """Return the path of the form for barriers."""
    return f"/{language}/{BARRIER_FORM_SLUGS[language != 'de']}/"


def training_path(name: str) -> str:
    """Return the path of a screen of training, by what the demonstration holds of Sam Berg."""
    if name in {"mine", "approvals"}:
        return f"{name}/"
    if name == "check":
        return "certificates/check/"
    if name in {"booking", "cancel"}:
        booking = Booking.objects.filter(person__email="staff@example.org", status__in=ACTIVE).latest("date__starts_at")
        return f"bookings/{booking.uid}/" + ("cancel/" if name == "cancel" else "")
    off = name == "conflict"
    dates = CourseDate.objects.filter(state="called_off" if off else "published", starts_at__gt=timezone.now())
    date = dates.exclude(bookings__person__email="staff@example.org").order_by("starts_at").first()
    return f"dates/{date.uid}/" + ("" if name == "date" else "book/")


def visit(name: str, language: str, tab: Page, house: Any, enter: Callable[[str], None]) -> bool:
    """Open a place; return whether there is one in this language."""
    if name in PAGE_TYPES:
        page = example_of(name, language)
        if page is None:
            return False
        if page.url_path.startswith("/intranet-"):
            enter("superuser")
        tab.goto(house.address(page))
        return True
    tab.set_extra_http_headers({"Accept-Language": language})
    door = f"{house.intranet}/{language}/accounts/login/"
    if name.startswith("training-"):
        enter("staff2" if name == "training-approvals" else "staff")
        tab.goto(f"{house.intranet}/{language}/training/{training_path(name.removeprefix('training-'))}")
        return True
    addresses = {
        "not-found": f"{house.public}/{language}/gibt-es-nicht/",
        "sign-in": door,
        "sign-in-errors": door,
        "password-reset": f"{house.intranet}/{language}/accounts/password/reset/",
        "invite": f"{house.intranet}/{language}/accounts/invite/",
        "invite-errors": f"{house.intranet}/{language}/accounts/invite/",
        "reset-by-code": f"{house.intranet}/{language}/accounts/password/reset/code/",
        "barrier": house.public + barrier_path(language),
        "barrier-errors": house.public + barrier_path(language),
        "styleguide": f"{house.public}/styleguide/",
    }
    if name.startswith("error-"):
        addresses[name] = f"{house.public}/{language}/broken/"
        _break(addresses[name], int(name[-3:]), language, tab)
    tab.goto(addresses[name])
    if name.endswith("-errors"):
        tab.locator("main form button[type=submit]").click()
        tab.wait_for_selector("main [aria-invalid=true], main .zks-errors")
    return True


def _break(address: str, status: int, language: str, tab: Page) -> None:
    """Let an address answer with the error page of a status, as the real handler writes it."""
    with translation.override(language):
        made = answer(RequestFactory().get("/"), status)
    tab.route(address, lambda route: route.fulfill(status=status, body=made.content, content_type="text/html"))
