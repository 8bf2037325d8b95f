"""A report, a question and a route by keyboard, with counted strokes; the same without script at 320 px; axe."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_axe import findings
from zemag.clocks import local_day

# Seconds for a stroke of somebody who types at work (55 words a minute) and for finding a field that is filled in.
STROKE, FIELD = 0.2, 0.8


class Keys:
    """Presses keys and counts them; a field that is filled in costs a glance."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes, self.fields = page, 0, 0

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _time in range(times):
            self.page.keyboard.press(key)
        self.strokes += times

    def type(self, text: str) -> None:
        """Type a text."""
        self.page.keyboard.type(text)
        self.strokes += len(text)

    def on(self, name: str) -> bool:
        """Whether the field or button of this name has the focus."""
        return bool(self.page.evaluate("name => document.activeElement?.name === name", name))

    def to(self, name: str) -> None:
        """Go on with Tab until a field has the focus."""
        self.fields += 1
        for _time in range(60):
            if self.on(name):
                return
            self.press("Tab")
        raise AssertionError(name)

    def send(self) -> None:
        """Go on to the button that sends the form, and press it."""
        for _time in range(60):
            if self.page.evaluate("() => document.activeElement?.matches('main button[type=submit]')"):
                break
            self.press("Tab")
        self.press("Enter")

    @property
    def seconds(self) -> float:
        """How long a person needs."""
        return self.strokes * STROKE + self.fields * FIELD


@pytest.fixture
def narrow(chromium: Browser, context: BrowserContext, enter: Callable[[str], None]) -> Iterator[Callable[[str], Page]]:
    """A phone of 320 px whose browser runs no script."""
    profiles = []

    def opened(role: str) -> Page:
        enter(role)
        profile = chromium.new_context(
            locale="de-DE", viewport={"width": 320, "height": 700}, java_script_enabled=False
        )
        profile.add_cookies([{**cookie} for cookie in context.cookies()])
        profiles.append(profile)
        return profile.new_page()

    yield opened
    for profile in profiles:
        profile.close()


@pytest.mark.django_db(databases=["default", "zemag"])
def test_the_portal_under_test_has_departments(portal: None) -> None:
    """Names both databases, so that they are set up before the browser starts."""
    assert local_day(timezone.now())


@pytest.mark.acceptance("zemag", 32)
def test_a_short_report_takes_a_minute_and_a_question_ten_seconds_of_typing(
    tab: Page, house: Any, enter: Callable[[str], None], watch: Any
) -> None:
    enter("staff")
    tab.goto(f"{house.intranet}/de/zemag/reports/short/")
    assert findings(tab) == []
    keys = Keys(tab)
    tab.locator("[name=role]").focus()
    for name, typed in (("role", "Ich wurde"), ("setting", "Am S")):
        keys.to(name)
        keys.type(typed)
    keys.to("offences")
    keys.press("Tab", 5)
    keys.press("Space")
    for name, typed in (("complaint", "Noch"), ("known", "Nein")):
        keys.to(name)
        keys.type(typed)
    keys.send()
    expect(tab.locator("main")).to_contain_text("Ihre Meldung ist angekommen")
    assert findings(tab) == []
    assert keys.seconds <= 60, (keys.strokes, keys.fields)

    enter("zemag_enquirer")
    tab.goto(f"{house.intranet}/de/zemag/ask/")
    assert findings(tab) == []
    asked = Keys(tab)
    tab.locator("[name=family]").focus()
    for name, typed in (
        ("family", "Muster"),
        ("given", "Kim"),
        ("birth", "1980"),
        ("purpose", "H"),
        ("file_number", "V1"),
    ):
        asked.to(name)
        asked.type(typed)
    asked.press("Enter")
    expect(tab.locator("main")).to_contain_text("Das ist keine Entwarnung")
    assert findings(tab) == []
    assert asked.seconds <= 10, (asked.strokes, asked.fields)
    assert (watch.foreign, watch.policy) == ([], [])


@pytest.mark.acceptance("zemag", 32)
def test_without_script_at_320_px_a_report_and_a_question_work(narrow: Callable[[str], Page], house: Any) -> None:
    page = narrow("staff")
    page.goto(f"{house.intranet}/de/zemag/reports/short/")
    page.get_by_role("button", name="Meldung senden").click()
    expect(page.locator("main")).to_contain_text("Bitte wählen Sie")
    for name, value in (("role", "witness"), ("setting", "counter"), ("complaint", "not_yet"), ("known", "no")):
        page.locator(f"[name={name}]").select_option(value)
    page.locator("[name=department]").select_option(index=1)
    page.locator("[name=offences][value=B1]").check()
    page.get_by_role("button", name="Meldung senden").click()
    expect(page.locator("main")).to_contain_text("Ihre Meldung ist angekommen")
    page = narrow("zemag_enquirer")
    page.goto(f"{house.intranet}/de/zemag/ask/")
    page.get_by_label("Nachname").fill("Muster")
    page.get_by_role("button", name="Abfragen").click()
    expect(page.get_by_label("Nachname")).to_have_value("Muster")
    page.get_by_label("Vorname").fill("Kim")
    page.get_by_label("Das Geburtsdatum ist unbekannt").check()
    page.locator("[name=purpose]").select_option("home_visit")
    page.get_by_label("Ihr Aktenzeichen").fill("V1")
    page.get_by_role("button", name="Abfragen").click()
    expect(page.locator("main")).to_contain_text("Kein Eintrag. Das ist keine Entwarnung.")


@pytest.mark.acceptance("zemag", 32)
def test_a_route_is_pasted_and_answered_with_unread_rows_on_top(
    tab: Page, house: Any, enter: Callable[[str], None]
) -> None:
    enter("zemag_enquirer")
    tab.goto(f"{house.intranet}/de/zemag/ask/route/")
    assert findings(tab) == []
    keys = Keys(tab)
    tab.locator("[name=rows]").focus()
    head = "ref;family;given;birthdate;street;no;time\n"
    rows = "".join(
        f"{number};Niemand{chr(65 + number % 26)}b;Nora;0{number % 9 + 1}.01.1950;;;\n" for number in range(29)
    )
    # Pasting is one stroke.
    tab.locator("[name=rows]").fill(f"{head}{rows}30;Schief;Rita;31.02.1980;;;\n")
    keys.press("ControlOrMeta+c")
    for name, typed in (("purpose", "V"), ("file_number", "T1")):
        keys.to(name)
        keys.type(typed)
    keys.press("Enter")
    expect(tab.locator("main h1")).to_have_text("Auskunft")
    expect(tab.locator("main")).to_contain_text("1 nicht geprüft · 29 kein Eintrag")
    assert findings(tab) == []
    assert keys.seconds <= 20


def test_without_script_at_320_px_help_is_settled_and_reminders_are_switched(
    narrow: Callable[[str], Page], house: Any
) -> None:
    page = narrow("zemag_quality")
    page.goto(f"{house.intranet}/de/zemag/desk/?all=1")
    page.get_by_role("link", name="Strafanzeige oder Strafantrag stellen").first.click()
    section = page.get_by_role("region", name="Hilfe für die betroffene Person")
    row = section.get_by_role("listitem").filter(has_text="Rechtsschutz")
    row.get_by_role("button", name="Erledigt – Rechtsschutz durch die Stadt").click()
    expect(row).to_contain_text("erledigt")
    expect(page.locator("main")).to_contain_text("Die Hilfe für die betroffene Person ist vermerkt.")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    row.get_by_role("button", name="Wieder öffnen – Rechtsschutz durch die Stadt").click()
    expect(row).to_contain_text("offen")
    page = narrow("staff")
    page.goto(f"{house.intranet}/de/zemag/reports/")
    page.get_by_role("link", name=re.compile(r"Meldung \d{4}-\d{4}")).last.click()
    page.get_by_role("button", name="Erinnerungen ausschalten").click()
    expect(page.get_by_role("button", name="Erinnerungen einschalten")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Erinnerungen einschalten").click()
    expect(page.get_by_role("button", name="Erinnerungen ausschalten")).to_be_visible()


def _at_people(page: Page, house: Any) -> None:
    """Begin a report and go to its step with people."""
    page.goto(f"{house.intranet}/de/zemag/reports/")
    page.locator("form[action$='/reports/start/'] button").click()
    page.goto(re.sub(r"/1/$", "/6/", page.url))


def test_without_script_at_320_px_people_are_added_and_removed_and_a_sixth_is_refused(
    narrow: Callable[[str], Page], house: Any
) -> None:
    page = narrow("staff")
    _at_people(page, house)
    page.locator("[name=known][value=yes]").check()
    page.get_by_label("Nachname").fill("Muster")
    for number in range(2, 6):
        page.get_by_role("button", name="Weitere Person hinzufügen").click()
        person = page.get_by_role("group", name=f"Person {number}", exact=True)
        person.get_by_label("Nachname").fill(f"Beispiel {number}")
    page.get_by_role("button", name="Weitere Person hinzufügen").click()
    expect(page.get_by_role("alert")).to_contain_text("höchstens fünf Personen")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Person 2 entfernen").click()
    expect(page.locator("[name=family_2]")).to_have_value("Beispiel 3")
    expect(page.locator("[name=family_5]")).to_have_count(0)
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page.locator("main")).to_contain_text("Person 4, Woher")
    expect(page.locator("[name=family_4]")).to_have_value("Beispiel 5")


def test_a_second_person_is_named_by_keyboard_alone(tab: Page, house: Any, enter: Callable[[str], None]) -> None:
    enter("staff")
    _at_people(tab, house)
    keys = Keys(tab)
    tab.locator("[name=known][value=yes]").check()
    keys.to("family")
    keys.type("Muster")
    keys.to("grade")
    keys.type("eig")
    keys.to("add")
    keys.press("Enter")
    expect(tab.get_by_role("group", name="Person 2", exact=True)).to_be_focused()
    assert findings(tab) == []
    keys.to("family_2")
    keys.type("Beispiel")
    keys.press("Enter")
    # Enter in a field goes on, it removes nobody: what is missing is said beside the fields of the second person.
    expect(tab.locator("#id_grade_2_error")).to_be_visible()
    expect(tab.locator("[name=family_2]")).to_have_value("Beispiel")
    assert findings(tab) == []


def test_without_script_at_320_px_words_of_a_letter_are_proposed_and_released_by_another_person(
    narrow: Callable[[str], Page], house: Any
) -> None:
    page = narrow("zemag_editor")
    page.goto(f"{house.intranet}/de/zemag/wordings/")
    page.get_by_role("link", name="T5: Mitteilung über eine Löschung").click()
    page.get_by_role("link", name="Anderen Text vorschlagen").click()
    german, english = (page.locator(f"[name=body_{language}]") for language in ("de", "en"))
    words = {language: field.input_value() for language, field in (("de", german), ("en", english))}
    german.fill(words["de"].replace("$effect", "etwas"))
    english.fill(f"{words['en']}\n\nAll the best.")
    page.get_by_role("button", name="Diesen Text vorschlagen").click()
    expect(page.locator("main")).to_contain_text("Dieser Brief muss enthalten: $effect")
    expect(english).to_have_value(f"{words['en']}\n\nAll the best.")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    german.fill(f"{words['de']}\n\nAlles Gute.")
    page.get_by_role("button", name="Diesen Text vorschlagen").click()
    expect(page.locator("main")).to_contain_text("Der Text ist vorgeschlagen.")
    page = narrow("zemag_quality")
    page.goto(f"{house.intranet}/de/zemag/wordings/T5/")
    page.get_by_role("link", name="Vorschlag lesen").click()
    expect(page.locator("ins").first).to_contain_text("Alles Gute.")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Diesen Text freigeben").click()
    page.get_by_role("button", name="Diesen Text freigeben").click()
    expect(page.locator("main")).to_contain_text("In Kraft: Fassung 2")
