"""Barrier reports: the form without script, due days, answers, erasure (content design, sections 7, 14)."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.limits import REPORTS_AN_HOUR
from accounts.models import User
from home.models import BarrierReport, OmbudsOffice
from home.services import AlreadyAnswered, answer_report, erase_barrier_reports
from tests.factories import BarrierReportFactory, ContactPointFactory, LegalPageFactory, UserFactory, public_home

pytestmark = [pytest.mark.usefixtures("sites")]
FORM = "/de/barriere-melden/"
TEXT = "Das Menü lässt sich mit der Tastatur nicht öffnen."


@pytest.fixture(autouse=True)
def _mails_in_memory(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def send(client: Client, **fields: str) -> object:
    """Send the form with the key of a fresh one."""
    return client.post(FORM, {"text": TEXT, "request_key": str(uuid.uuid4()), **fields})


@pytest.fixture
def office(sign_in: Callable[[User], Client]) -> Client:
    """A member of the office in the admin."""
    user = UserFactory()
    names = ("access_admin", "change_barrierreport", "view_barrierreport")
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return sign_in(user)


@pytest.mark.acceptance("content", 17)
def test_a_report_sent_without_script_is_stored_and_due_after_14_and_42_days(public: Client) -> None:
    page = public.get(FORM, {"page": "/de/aktuelles/"})
    assert 'name="address" value="/de/aktuelles/"' in page.content.decode()
    key = re.search(r'name="request_key" value="([^"]+)"', page.content.decode())
    answer = send(public, request_key=key[1], address="/de/aktuelles/", email="wer@example.org")
    assert (answer.status_code, answer["Location"]) == (302, f"{FORM}?sent=1")
    report = BarrierReport.objects.get()
    assert (report.text, report.address, report.email, report.state) == (
        TEXT,
        "/de/aktuelles/",
        "wer@example.org",
        "new",
    )
    today = timezone.localdate()
    assert (report.interim_due, report.final_due) == (today + timedelta(days=14), today + timedelta(days=42))
    assert 'role="status"' in public.get(f"{FORM}?sent=1").content.decode()


def test_days_are_counted_in_berlin() -> None:
    report = BarrierReportFactory(created_at=datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    assert (report.interim_due, report.final_due) == (date(2026, 6, 15), date(2026, 7, 13))


@pytest.mark.acceptance("content", 18)
def test_wrong_input_keeps_every_word_and_says_what_is_missing(public: Client) -> None:
    answer = send(public, text="zu kurz", email="kein Postfach", address="/de/x/")
    body = answer.content.decode()
    assert set(answer.context["form"].errors) == {"text", "email"}
    assert "zu kurz" in body
    assert "kein Postfach" in body
    assert 'aria-invalid="true"' in body
    assert BarrierReport.objects.count() == 0
    assert "text" in send(public, text="x" * 4001).context["form"].errors
    assert send(public, text="x" * 4000).status_code == 302


@pytest.mark.acceptance("security", "S30")
def test_beyond_the_limit_the_answer_is_429_and_carries_the_text(public: Client) -> None:
    for _number in range(REPORTS_AN_HOUR):
        assert send(public).status_code == 302
    headers = {"Origin": settings.PUBLIC_URL}
    refused = public.post(FORM, {"text": TEXT, "request_key": str(uuid.uuid4())}, headers=headers)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert f'<textarea hidden name="text">&#10;{TEXT}' in refused.content.decode()
    assert BarrierReport.objects.count() == REPORTS_AN_HOUR
    elsewhere = {"text": TEXT, "request_key": str(uuid.uuid4())}
    assert public.post(FORM, elsewhere, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_sending_a_form_twice_stores_one_report(public: Client) -> None:
    key = str(uuid.uuid4())
    send(public, request_key=key)
    send(public, request_key=key)
    assert BarrierReport.objects.count() == 1
    assert len(mail.outbox) == 1


def test_a_program_that_fills_every_field_is_thanked_and_forgotten(public: Client) -> None:
    assert send(public, website="https://example.org/").status_code == 302
    assert BarrierReport.objects.count() == 0
    assert mail.outbox == []


def test_the_office_is_told_without_the_text_at_the_mailbox_of_the_statement(public: Client) -> None:
    LegalPageFactory(statement=True, feedback_contact=ContactPointFactory(mailbox="barrierefrei@example.org"))
    send(public, email="wer@example.org")
    (message,) = mail.outbox
    assert message.to == ["barrierefrei@example.org"]
    assert TEXT not in message.body
    assert "wer@example.org" not in message.body
    assert "/admin/barrier-reports/" in message.body


def test_the_form_speaks_english_and_knows_no_other_language_of_its_address(public: Client) -> None:
    assert "Report a barrier" in public.get("/en/report-barrier/").content.decode()
    assert public.get("/en/barriere-melden/")["Location"] == "/en/report-barrier/"
    assert public.put(FORM).status_code == 405


def test_an_address_of_another_host_is_not_taken_over(public: Client) -> None:
    assert "evil.example" not in public.get(FORM, {"page": "https://evil.example/x"}).content.decode()


@pytest.mark.acceptance("content", 17)
def test_an_answer_carries_the_ombuds_office_and_closes_the_report(office: Client) -> None:
    ombuds = OmbudsOffice.for_site(public_home().get_site())
    ombuds.name_de, ombuds.text_de = "Ombudsstelle der Probe", "Verfahren kostenfrei."
    ombuds.save()
    report = BarrierReportFactory(email="wer@example.org")
    url = f"/admin/barrier-reports/edit/{report.pk}/"
    assert report.text in office.get(url).content.decode()
    office.post(url, {"reply": "Wir prüfen das."})
    report.refresh_from_db()
    assert (report.state, report.reply, report.answered_at) == ("interim", "Wir prüfen das.", None)
    office.post(url, {"reply": "Jetzt geht es.", "final": "on"})
    report.refresh_from_db()
    assert (report.state, report.reply) == ("answered", "Jetzt geht es.")
    assert report.answered_at is not None
    assert [message.to for message in mail.outbox] == [["wer@example.org"]] * 2
    assert "Jetzt geht es." in mail.outbox[1].body
    assert "Ombudsstelle der Probe" in mail.outbox[1].body
    assert "Verfahren kostenfrei." in mail.outbox[1].body


def test_an_answered_report_is_not_answered_again(office: Client) -> None:
    report = BarrierReportFactory(state="answered", reply="Erledigt.")
    with pytest.raises(AlreadyAnswered):
        answer_report(report=report, reply="Noch einmal", final=True, now=timezone.now())
    url = f"/admin/barrier-reports/edit/{report.pk}/"
    assert office.get(url)["Location"].endswith(f"/inspect/{report.pk}/")
    body = office.post(url, {"reply": "Zweite Antwort"}).content.decode()
    assert "Zweite Antwort" in body
    report.refresh_from_db()
    assert report.reply == "Erledigt."


def test_the_list_shows_due_days_and_offers_neither_adding_nor_deleting(office: Client) -> None:
    report = BarrierReportFactory(created_at=timezone.now() - timedelta(days=20))
    body = office.get("/admin/barrier-reports/").content.decode()
    assert report.is_late is True
    assert f'href="/admin/barrier-reports/edit/{report.pk}/"' in body
    for path in ("new/", f"delete/{report.pk}/"):
        assert office.get(f"/admin/barrier-reports/{path}").status_code in {302, 403}
        office.post(f"/admin/barrier-reports/{path}", {"text": "erfunden"})
    assert BarrierReport.objects.count() == 1


def test_the_list_is_closed_to_staff_without_the_right(sign_in: Callable[[User], Client]) -> None:
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    report = BarrierReportFactory()
    for path in ("", f"edit/{report.pk}/", f"inspect/{report.pk}/"):
        answer = sign_in(user).get(f"/admin/barrier-reports/{path}")
        assert answer.status_code in {302, 403}
        assert report.text not in answer.content.decode()


@pytest.mark.parametrize(("days", "state", "late"), [(14, "new", False), (15, "new", True), (43, "interim", True)])
def test_a_report_is_late_the_day_after_it_was_due(days: int, state: str, late: bool) -> None:
    # Days are counted by the calendar of Berlin: shortly before midnight, hours in UTC would cross the clock change.
    noon = timezone.localtime().replace(hour=12)
    assert BarrierReportFactory(state=state, created_at=noon - timedelta(days=days)).is_late is late


def test_reports_are_erased_after_twelve_months() -> None:
    now = timezone.now()
    BarrierReportFactory(created_at=now - timedelta(days=366))
    kept = BarrierReportFactory(created_at=now - timedelta(days=364))
    assert erase_barrier_reports(now) == 1
    assert BarrierReport.objects.get() == kept
