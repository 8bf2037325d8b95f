"""Help after an attack on screen: the list on the desk with its buttons, and what who reported sees and chooses."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.row_factories import UserFactory
from tests.zemag.screens import denials, holder, released, text_of
from tests.zemag_cases import told
from zemag import labels
from zemag.clocks import local_day
from zemag.models import Incident, Role, SupportContact, SupportState
from zemag.services import reporting, triage

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


@pytest.fixture
def staff() -> User:
    """Somebody of the quality staff."""
    released()
    return holder(Role.QUALITY)


def taken(by: User, staff: User, **fields: Any) -> Incident:
    """Return a report of today that was taken."""
    now = timezone.now()
    report = told(occurred_on=local_day(now), **fields)
    sent = reporting.submit(actor=by, report=report, request_key=by.uuid, now=now)
    return triage.take(incident_id=sent.pk, actor=staff, now=now)


@pytest.fixture
def case(reporter: User, staff: User) -> Incident:
    """A report that was taken."""
    return taken(reporter, staff)


def contact(case: Incident, kind: str = "talk_day") -> SupportContact:
    return SupportContact.objects.get(incident=case, kind=kind)


def post(client: Client, name: str, pk: object, **values: str) -> Any:
    return client.post(reverse(name, args=[pk]), values, HTTP_ORIGIN=settings.INTRANET_URL)


def row_in(response: Any, label: str) -> str:
    """Return what the line of one offer says."""
    section = response.content.decode().partition('id="support"')[2].partition("</section>")[0]
    line = next(part for part in section.split("<li")[1:] if f"<strong>{label}</strong>" in part)
    return " ".join(re.sub(r"<[^>]+>", " ", f"<li{line}").split())


def test_the_desk_lists_the_help_and_settles_it_with_plain_forms(sign_in: SignIn, staff: User, case: Incident) -> None:
    client, row, address = sign_in(staff), contact(case), reverse("zemag_case", args=[case.pk])
    shown = client.get(address)
    assert "Hilfe für die betroffene Person" in text_of(shown)
    assert "offen bis " in row_in(shown, "Gespräch innerhalb eines Arbeitstags")
    assert "Nicht gewünscht – Auskunftssperre" in row_in(shown, "Auskunftssperre für die eigene Adresse (BMG § 51)")
    for _time in range(2):
        assert post(client, "zemag_support", row.pk, state="done")["Location"] == f"{address}?done=support"
    done = client.get(f"{address}?done=support")
    assert "Die Hilfe für die betroffene Person ist vermerkt." in text_of(done)
    assert "erledigt Wieder öffnen" in row_in(done, "Gespräch innerhalb eines Arbeitstags")
    refused = post(client, "zemag_support", row.pk, state="declined")
    assert refused.status_code == 409 and "inzwischen" in text_of(refused)
    assert post(client, "zemag_support", row.pk, state="open").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decided_at) == (SupportState.OPEN, None)


def test_what_is_overdue_says_so_in_words(sign_in: SignIn, staff: User, case: Incident) -> None:
    client, address = sign_in(staff), reverse("zemag_case", args=[case.pk])
    today = local_day(timezone.now())
    label = "Gespräch innerhalb eines Arbeitstags"
    SupportContact.objects.filter(pk=contact(case).pk).update(due_on=today)
    assert "offen heute fällig" in row_in(client.get(address), label)
    SupportContact.objects.filter(pk=contact(case).pk).update(due_on=today - timedelta(days=1))
    assert "überfällig war fällig am " in row_in(client.get(address), label)
    post(client, "zemag_support", contact(case).pk, state="declined")
    settled = row_in(client.get(address), label)
    assert "nicht gewünscht" in settled and "fällig" not in settled


def test_nobody_else_settles_it_and_nonsense_is_nothing(
    sign_in: SignIn, staff: User, case: Incident, reporter: User
) -> None:
    row = contact(case)
    for who in (reporter, reporter.supervisor, UserFactory(is_superuser=True), holder(Role.LEGAL)):
        assert post(sign_in(who), "zemag_support", row.pk, state="done").status_code == 403
        assert len(denials(who)) == 1
    client = sign_in(staff)
    assert post(client, "zemag_support", row.pk, state="lost").status_code == 404
    assert post(client, "zemag_support", row.pk).status_code == 404
    assert post(client, "zemag_support", case.pk, state="done").status_code == 404
    assert client.get(reverse("zemag_support", args=[row.pk])).status_code == 405
    row.refresh_from_db()
    assert row.state == SupportState.OPEN


def test_the_legal_unit_does_not_see_which_help_is_taken(sign_in: SignIn, staff: User, case: Incident) -> None:
    triage.to_legal(incident_id=case.pk, actor=staff, now=timezone.now())
    shown = sign_in(holder(Role.LEGAL)).get(reverse("zemag_case", args=[case.pk]))
    assert shown.status_code == 200 and "Hilfe für die betroffene Person" not in text_of(shown)


def test_a_report_without_a_name_says_why_it_has_fewer_offers(sign_in: SignIn, staff: User, reporter: User) -> None:
    now = timezone.now()
    report = told(people=(), occurred_on=local_day(now))
    unnamed = reporting.submit_anonymously(report=report, request_key=reporter.uuid, now=now)
    triage.take(incident_id=unnamed.pk, actor=staff, now=now)
    shown = text_of(sign_in(staff).get(reverse("zemag_case", args=[unnamed.pk])))
    assert "für die keine Person bekannt sein muss" in shown and "Persönliches Alarmgerät" in shown
    assert "Gespräch nach einer Woche" not in shown


def test_who_reported_sees_the_help_and_switches_reminders(
    sign_in: SignIn, staff: User, case: Incident, reporter: User
) -> None:
    client, address = sign_in(reporter), reverse("zemag_report_own", args=[case.pk])
    post(sign_in(staff), "zemag_support", contact(case, "first_aid").pk, state="declined")
    client = sign_in(reporter)
    shown = client.get(address)
    assert "nicht gewünscht" in row_in(shown, "Psychologische Erste Hilfe")
    assert "nie der Inhalt eines Gesprächs" in text_of(shown) and "Wieder öffnen" not in text_of(shown)
    for _time in range(2):
        answer = post(client, "zemag_report_reminders", case.pk, reminders="off")
        assert answer["Location"] == f"{address}?done=reminders"
    after = text_of(client.get(answer["Location"]))
    assert "Ihre Wahl zu den Erinnerungen ist gespeichert." in after and "Erinnerungen einschalten" in after
    wish = "Die meldende Person wünscht keine Erinnerungen"
    assert wish in text_of(sign_in(staff).get(reverse("zemag_case", args=[case.pk])))
    client = sign_in(reporter)
    assert post(client, "zemag_report_reminders", case.pk, reminders="maybe").status_code == 404
    assert post(client, "zemag_report_reminders", case.pk, reminders="on").status_code == 302
    assert Incident.objects.get(pk=case.pk).support_reminders
    assert post(sign_in(staff), "zemag_report_reminders", case.pk, reminders="off").status_code == 404
    assert Incident.objects.get(pk=case.pk).support_reminders


def test_before_it_is_taken_nothing_is_listed(sign_in: SignIn, reporter: User) -> None:
    now = timezone.now()
    report = told(occurred_on=local_day(now))
    sent = reporting.submit(actor=reporter, report=report, request_key=reporter.uuid, now=now)
    shown = text_of(sign_in(reporter).get(reverse("zemag_report_own", args=[sent.pk])))
    assert "Hilfe, die angeboten wird" not in shown and "Hilfe für Sie" in shown


def test_the_supervisor_settles_help_at_the_report_of_the_own_unit(
    sign_in: SignIn, case: Incident, reporter: User
) -> None:
    client, row = sign_in(reporter.supervisor), contact(case)
    address = reverse("zemag_unit_report", args=[case.pk])
    line = row_in(client.get(address), labels.of(labels.SUPPORT, [row.kind])[0])
    assert "Erledigt" in line and "Nicht gewünscht" in line
    settle = reverse("zemag_unit_support", args=[case.pk, row.pk])
    origin = {"HTTP_ORIGIN": settings.INTRANET_URL}
    assert client.post(settle, {"state": "done"}, **origin)["Location"] == f"{address}?done=support"
    assert "Hilfe für die betroffene Person ist" in text_of(client.get(f"{address}?done=support"))
    row.refresh_from_db()
    assert row.state == SupportState.DONE
    assert client.post(settle, {"state": "lost"}, **origin).status_code == 404
    assert sign_in(reporter).post(settle, {"state": "open"}, **origin).status_code in (403, 404)
