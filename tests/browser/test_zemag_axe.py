"""axe finds nothing on any screen of ZeMAG that its people reach by links, in both languages, wide and narrow."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.test_axe import findings
from zemag.clocks import local_day
from zemag.models import Letter, Notice, OwedAnswer, RequestCase

PEOPLE = {
    "staff": "reports/",
    "staff2": "unit/",
    "zemag_enquirer": "ask/",
    "zemag_lead": "desk/",
    "zemag_quality": "desk/",
    "zemag_legal": "desk/",
    "zemag_editor": "wordings/",
    "zemag_head": "rights/",
    "zemag_coordinator": "rights/",
    "zemag_statistics": "statistics/",
    "zemag_council": "evaluations/",
    "data_protection": "protection/",
}
NARROW = 320
# Pages that say what cannot be done now; a link to them was right when its page was made.
OVER = {404, 409}
SEEN: set[str] = set()


def screen_of(address: str) -> str:
    """Return the name of a screen with what decides how it looks, or nothing for what is not a screen of ZeMAG."""
    path = urlsplit(address).path
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    kept = [str(match.kwargs[name]) for name in ("name", "kind", "number") if name in match.kwargs]
    name = match.url_name or ""
    return " ".join([name, *kept]) if name.startswith("zemag_") and not path.endswith((".pdf", ".csv")) else ""


def walk(tab: Page, start: str, role: str) -> Iterator[tuple[str, str]]:
    """Open each kind of screen that links lead to, once; yield its name and address."""
    waiting, known = deque([start]), set()
    while waiting:
        address = waiting.popleft()
        name = f"{role}: {screen_of(address)}"
        if name in known or not screen_of(address):
            continue
        known.add(name)
        answer = tab.goto(address)
        assert answer is not None
        if answer.status in OVER:
            continue
        assert answer.status == 200, (name, answer.status)
        links = tab.locator("main a[href], nav a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        yield name, address
        waiting.extend(urljoin(address, link).split("#")[0] for link in links)


def looked_at(tab: Page, address: str) -> list[Any]:
    """Return what is wrong with a screen that is open: wide and in German, then narrow, dark and in English."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.emulate_media(color_scheme="light")
    wide = findings(tab)
    tab.set_viewport_size({"width": NARROW, "height": 900})
    width = tab.evaluate("document.documentElement.scrollWidth")
    tab.goto(address.replace("/de/", "/en/", 1))
    assert tab.locator("html").get_attribute("lang") == "en"
    tab.emulate_media(color_scheme="dark")
    narrow = findings(tab)
    return [*wide, *narrow, width] if wide or narrow or width > NARROW else []


@pytest.mark.django_db(databases=["default", "zemag"])
def test_the_portal_under_test_has_screens(portal: None) -> None:
    """Names both databases, so that they are set up before the browser starts."""
    assert local_day(timezone.now())


@pytest.mark.acceptance("zemag", 32)
@pytest.mark.parametrize("role", PEOPLE)
def test_axe_finds_nothing_on_the_screens_of(
    role: str, tab: Page, house: Any, enter: Callable[[str], None], watch: Any
) -> None:
    enter(role)
    found: dict[str, Any] = {}
    for name, address in walk(tab, f"{house.intranet}/de/zemag/{PEOPLE[role]}", role):
        screen = name.partition(": ")[2]
        if screen in SEEN:
            continue
        SEEN.add(screen)
        if wrong := looked_at(tab, address):
            found[name] = wrong
    assert found == {}
    assert (watch.foreign, watch.policy) == ([], [])


@pytest.mark.acceptance("zemag", 32)
def test_axe_finds_nothing_on_a_letter_that_came_back(
    tab: Page, house: Any, enter: Callable[[str], None], watch: Any, django_db_blocker: Any
) -> None:
    """The case and its forms, as they are opened and with what is missing in them."""
    enter("zemag_quality")
    with django_db_blocker.unblock():
        back = Notice.objects.exclude(delivery="").values_list("incident", flat=True).first()
        sent = Letter.objects.filter(kind="T1a", delivery=None).exclude(sent_on=None).values_list("incident", flat=True)
        pages = [(back, ""), (back, "query/"), (back, "post/"), (back, "impossible/"), (sent.first(), "returned/")]
    if back is None:
        pytest.skip("the fonts of documents are not set up")
    for case, name in pages:
        address = f"{house.intranet}/de/zemag/desk/{case}/{name}"
        answer = tab.goto(address)
        assert answer is not None and (answer.status, tab.url) == (200, address)
        assert looked_at(tab, address) == [], name
        if name:
            tab.locator("main form button[type=submit]").last.click()
            assert tab.locator("[id$=_error]").count() and findings(tab) == [], name
    assert (watch.foreign, watch.policy) == ([], [])


@pytest.mark.acceptance("zemag", 32)
def test_axe_finds_nothing_on_an_answer_that_came_back_and_one_that_holds_something_back(
    tab: Page, house: Any, enter: Callable[[str], None], watch: Any, django_db_blocker: Any
) -> None:
    """The requests and their forms, as they are opened and with what is missing in them."""
    enter("zemag_quality")
    with django_db_blocker.unblock():
        back = OwedAnswer.objects.values_list("request", flat=True).first()
        held = RequestCase.objects.filter(is_held=True).values_list("request", flat=True).first()
    if back is None:
        pytest.skip("the fonts of documents are not set up")
    pages = [(back, ""), (back, "query/"), (back, "again/"), (back, "not-returned/"), (held, ""), (held, "redact/")]
    for request, name in pages:
        address = f"{house.intranet}/de/zemag/requests/{request}/{name}"
        answer = tab.goto(address)
        assert answer is not None and (answer.status, tab.url) == (200, address)
        assert looked_at(tab, address) == [], name
        if name:
            for field in tab.locator("main form textarea").all():
                field.fill("")
            tab.locator("main form button[type=submit]").last.click()
            assert tab.locator("[id$=_error]").count() and findings(tab) == [], name
    assert (watch.foreign, watch.policy) == ([], [])
