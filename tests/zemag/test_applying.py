"""The superior's application for prosecution: who leads the unit writes it once, in time; nobody else reads it."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from outbox.models import OutgoingMail
from tests.factories import UserFactory
from tests.zemag.fonts import needs_fonts
from tests.zemag.screens import rows_of, text_of
from tests.zemag.test_reporting_screens import REPORTS, UNIT, SignIn, short_form
from tests.zemag_factories import granted, profile
from zemag.letters.facts import day, superiors_clock
from zemag.models import Incident, Letter, LetterKind, Role

pytestmark = [
    pytest.mark.django_db(databases=["default", "zemag"]),
    pytest.mark.usefixtures("sites"),
    needs_fonts,
]
TYPED = {
    "superior": "Ada Leitung, Amtsleiterin",
    "act": "Am Schalter fielen Beleidigungen.",
    "recipient": "Polizei\nMusterweg 1",
}


@pytest.fixture
def report(sign_in: SignIn, reporter: User) -> Incident:
    """A report of an insult, for which the superior can apply too."""
    profile()
    sign_in(reporter).post(f"{REPORTS}short/", short_form(offences=["B1"]))
    return Incident.objects.get()


def path_of(report: Incident) -> str:
    """Return the address of the form."""
    return f"{UNIT}{report.pk}/application/"


def test_a_superior_writes_it_once_and_the_legal_unit_is_told(
    sign_in: SignIn, reporter: User, report: Incident
) -> None:
    legal, boss = granted(Role.LEGAL), sign_in(reporter.supervisor)
    clock = superiors_clock(report)
    assert clock is not None
    assert f'href="{path_of(report)}"' in boss.get(f"{UNIT}{report.pk}/").content.decode()
    assert day(clock.last_day) in text_of(boss.get(path_of(report)))
    for _time in range(2):
        assert boss.post(path_of(report), TYPED).status_code == 302
    (letter,) = Letter.objects.all()
    assert (letter.kind, letter.made_by) == (LetterKind.PROSECUTION, reporter.supervisor.uuid)
    assert b"Leitung" not in bytes(letter.sealed)
    document = boss.get(f"{UNIT}{report.pk}/application.pdf")
    assert (document["Content-Type"], document["Cache-Control"]) == ("application/pdf", "private, no-store")
    pages = PdfReader(io.BytesIO(document.content)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Ada Leitung, Amtsleiterin" in text and "§§ 185-187" in text and day(clock.last_day) in text
    (mail,) = OutgoingMail.objects.using("zemag").filter(kind="zemag_application")
    assert legal.email.encode() in bytes(mail.message) and b"Beleid" not in bytes(mail.message)
    assert [row.result for row in rows_of(reporter.supervisor, "letter")] == ["made", "read"]


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(
    sign_in: SignIn, reporter: User, report: Incident
) -> None:
    page = sign_in(reporter.supervisor).post(path_of(report), {**TYPED, "recipient": ""})
    assert page.status_code == 200 and page.context["form"].errors.keys() == {"recipient"}
    assert TYPED["act"] in page.content.decode()
    assert not Letter.objects.exists()


def test_it_is_nobody_elses_and_ends_with_the_period(sign_in: SignIn, reporter: User, report: Incident) -> None:
    for person in (reporter, UserFactory(), granted(Role.LEGAL)):
        assert sign_in(person).post(path_of(report), TYPED).status_code in (403, 404)
        assert sign_in(person).get(f"{UNIT}{report.pk}/application.pdf").status_code in (403, 404)
    boss = sign_in(reporter.supervisor)
    assert boss.get(f"{UNIT}{report.pk}/application.pdf").status_code == 404
    report.entitled.update(last_day=timezone.localdate() - timedelta(days=1))
    assert path_of(report) not in boss.get(f"{UNIT}{report.pk}/").content.decode()
    assert boss.post(path_of(report), TYPED).status_code == 409
    assert not Letter.objects.exists()


def test_without_an_offence_for_which_superiors_apply_there_is_none(sign_in: SignIn, reporter: User) -> None:
    sign_in(reporter).post(f"{REPORTS}short/", short_form(offences=["B3"]))
    other = Incident.objects.get()
    assert superiors_clock(other) is None
    assert sign_in(reporter.supervisor).get(path_of(other)).status_code == 409
