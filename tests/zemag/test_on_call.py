"""A report of level 3 that nobody takes stands on the start page of all who could take it, with who is on call."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.zemag.screens import holder, officer, released, text_of
from tests.zemag.test_profile_screens import VALUES
from tests.zemag_cases import told
from zemag.clocks import local_day
from zemag.models import Incident, LegalProfile, Role
from zemag.services import reporting, triage
from zemag_pages.tasks import tasks_of

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


def sent(by: User, code: str = "D1") -> Incident:
    """Return a report that was sent a moment ago."""
    now = timezone.now()
    row = reporting.submit(actor=by, report=told(code, occurred_on=local_day(now)), request_key=by.uuid, now=now)
    return Incident.objects.get(pk=row.pk)


def late(row: Incident) -> None:
    """Let more than two hours pass."""
    Incident.objects.filter(pk=row.pk).update(due_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.acceptance("zemag", 13)
@pytest.mark.acceptance("settled", 3)
def test_after_two_hours_quality_staff_and_legal_unit_see_it_with_the_number_of_who_is_on_call(
    sign_in: SignIn, reporter: User
) -> None:
    released(on_call="Ada Weh", on_call_telephone="0000 112233")
    row, staff, legal = sent(reporter), holder(Role.QUALITY), holder(Role.LEGAL)
    assert row.due_at is not None and row.due_at - timezone.now() < timedelta(hours=2)
    for who in (staff, legal):
        assert tasks_of(who) == []
    late(row)
    for who in (staff, legal):
        (item,) = tasks_of(who)
        assert (item.state, item.url) == ("danger", reverse("zemag_case", args=[row.pk]))
        assert str(row.number) in item.title and "Ada Weh 0000 112233" in item.text
        page = text_of(sign_in(who).get("/de/"))
        assert str(row.number) in page and "0000 112233" in page
    for who in (reporter, officer(), holder(Role.DATA_PROTECTION), holder(Role.STATISTICS)):
        assert [item for item in tasks_of(who) if str(row.number) in item.title] == []
    triage.take(incident_id=row.pk, actor=staff, now=timezone.now())
    assert tasks_of(staff) == tasks_of(legal) == []


def test_a_lower_level_and_a_profile_without_a_number_say_less(reporter: User) -> None:
    released()
    staff, low = holder(Role.QUALITY), sent(reporter, "C2")
    late(low)
    assert tasks_of(staff) == []
    Incident.objects.filter(pk=low.pk).update(level=3)
    (item,) = tasks_of(staff)
    assert "oder rufen Sie die Leitung an" in str(item.text)


def test_who_is_on_call_is_part_of_the_profile_and_a_number_is_a_number(sign_in: SignIn) -> None:
    released()
    lead, new = sign_in(holder(Role.QUALITY, is_lead=True)), reverse("zemag_profile_new")
    send = {"HTTP_ORIGIN": settings.INTRANET_URL}
    values = {**VALUES, "on_call": "Ada Weh"}
    wrong = lead.post(new, {**values, "on_call_telephone": "morgens"}, **send)
    assert wrong.status_code == 200 and 'id="id_on_call_telephone_error"' in wrong.content.decode()
    assert "morgens" in wrong.content.decode()
    assert lead.post(new, {**values, "on_call_telephone": "0221 221-0"}, **send).status_code == 302
    kept = LegalProfile.objects.get(state="proposed").values
    assert (kept["on_call"], kept["on_call_telephone"]) == ("Ada Weh", "0221 221-0")
