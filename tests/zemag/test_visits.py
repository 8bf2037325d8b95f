"""After a visit: who asked may say whether something happened; an incident begins a report with their own words."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.row_factories import DepartmentFactory
from tests.zemag.screens import area, entry, officer, released, rows_of, sent, text_of
from tests.zemag_factories import DAY, HOUR, NOW, PLACE, active, ask, enquirer, profile
from zemag.clocks import local_day
from zemag.models import Experience, Grant, Incident, IncidentState, Inquiry, InquiryHit, InquiryItem, VisitFeedback
from zemag.services import acting, reporting, retention, visits
from zemag.services.errors import Denied, NotFound, WrongState

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
HITS, VISIT = "/de/zemag/hits/", NOW + 2 * HOUR


def planned(client: Client, who: User, **values: Any) -> InquiryItem:
    """Ask about a visit of this minute, and note a plan for its hit."""
    sent(client, who, planned=timezone.localtime().strftime("%H:%M"), **values)
    hit = InquiryHit.objects.get(acknowledgement=None)
    client.post(f"{HITS}{hit.pk}/plan/", {"measures": ["never_alone"]})
    return hit.item


def desk(sign_in: SignIn) -> tuple[Client, User, InquiryItem]:
    """Somebody whose visit after a hit is over."""
    released()
    entry(place=PLACE)
    DepartmentFactory(key="32", name_de="Ordnungsamt")
    who = officer()
    client = sign_in(who)
    return client, who, planned(client, who)


def form_of(page: str, item: InquiryItem) -> dict[str, str]:
    """Return what the form of a visit hands over beside its button."""
    part = page.split(f"/visits/{item.pk}/", 1)[1]
    return {"request_key": re.findall(r'name="request_key" value="([^"]+)"', part)[0]}


def test_that_nothing_happened_is_kept_once_with_who_and_when_and_nothing_else(sign_in: SignIn) -> None:
    client, who, item = desk(sign_in)
    page = client.get(HITS)
    text = text_of(page)
    assert "Nach dem Besuch" in text and "Schröder, Jörg" in text and "Kein Vorfall" in text
    assert page["Refresh"].startswith("600;"), "what was typed leaves the screen as answers do"
    form = {**form_of(page.content.decode(), item), "experience": "no_incident"}
    answers = [client.post(f"/de/zemag/visits/{item.pk}/", form) for _time in range(2)]
    assert {answer["Location"] for answer in answers} == {f"{HITS}?done=visit"}
    said = VisitFeedback.objects.get()
    assert (said.item, said.by, said.experience) == (item, who.uuid, "no_incident")
    assert {field.name for field in VisitFeedback._meta.get_fields()} == {"id", "item", "by", "at", "experience"}
    assert [row.result for row in rows_of(who, "feedback")] == ["no_incident"]
    after = text_of(client.get(f"{HITS}?done=visit"))
    assert "Notiert: kein Vorfall." in after and "Nach dem Besuch" not in after
    assert "Rückmeldung nach dem Besuch" in text_of(client.get("/de/zemag/log/"))
    assert not Incident.objects.filter(state=IncidentState.DRAFT).exists()


def test_an_incident_opens_the_report_with_what_was_typed_and_nothing_of_the_register(sign_in: SignIn) -> None:
    client, who, item = desk(sign_in)
    form = {**form_of(client.get(HITS).content.decode(), item), "experience": "incident"}
    answers = [client.post(f"/de/zemag/visits/{item.pk}/", form) for _time in range(2)]
    draft = Incident.objects.get(state=IncidentState.DRAFT)
    base = f"/de/zemag/reports/drafts/{draft.pk}/"
    assert {answer["Location"] for answer in answers} == {f"{base}1/"}
    assert draft.reporter == who.uuid and b"Schr" not in bytes(draft.sealed)
    pages = [client.get(f"{base}{number}/") for number in (1, 2, 6)]
    shown = [page.content.decode() for page in pages]
    assert all("nichts stammt aus einem Eintrag" in text_of(page) for page in pages)
    assert '<option value="32" selected>' in shown[0]
    assert f'value="{local_day(timezone.now()):%d.%m.%Y}"' in shown[1]
    assert re.search(r'value="home_visit"[^>]*checked', shown[1])
    for word in ("Schröder", "Jörg", "04.03.1980", "VZ 12/26"):
        assert f'value="{word}"' in shown[2]
    assert "Hier fehlt etwas" in text_of(client.get(f"{base}send/")), "what is offered was not said yet"
    assert "errorlist" not in "".join(shown)
    drafted = str(reporting.open_draft(actor=who, draft_id=draft.pk))
    assert not [word for word in ("Musterweg", "counter", "C2", "Küchenmesser") if word in drafted]
    assert "Schr" not in str(dict(client.session.items()))
    assert VisitFeedback.objects.get().experience == "incident"


def test_a_form_that_comes_back_after_the_report_was_sent_leads_to_the_report(sign_in: SignIn) -> None:
    client, _who, item = desk(sign_in)
    form = {**form_of(client.get(HITS).content.decode(), item), "experience": "incident"}
    client.post(f"/de/zemag/visits/{item.pk}/", form)
    sent_now = {"state": IncidentState.SUBMITTED, "number": "2026-9999", "submitted_at": timezone.now()}
    Incident.objects.filter(state=IncidentState.DRAFT).update(**sent_now)
    made = Incident.objects.get(number="2026-9999")
    assert client.post(f"/de/zemag/visits/{item.pk}/", form)["Location"] == f"/de/zemag/reports/{made.pk}/"
    other = {**form, "request_key": str(uuid.uuid4())}
    assert client.post(f"/de/zemag/visits/{item.pk}/", other)["Location"] == "/de/zemag/reports/"
    assert client.post(f"/de/zemag/visits/{item.pk}/", {**form, "experience": "no_incident"}).status_code == 409
    assert client.post(f"/de/zemag/visits/{item.pk}/", {**form, "experience": "maybe"}).status_code == 404


def test_the_visit_of_somebody_else_is_not_there_and_leaves_a_row(sign_in: SignIn) -> None:
    _client, _who, item = desk(sign_in)
    other = officer(area(code="other", risk_date=local_day(timezone.now()) - 30 * DAY))
    form = {"request_key": str(uuid.uuid4()), "experience": "no_incident"}
    stranger = sign_in(other)
    assert stranger.post(f"/de/zemag/visits/{item.pk}/", form).status_code == 404
    assert [row.result for row in rows_of(other, "deny")] == ["NotFound"]
    assert "Nach dem Besuch" not in text_of(stranger.get(HITS))
    assert not VisitFeedback.objects.exists()


@pytest.fixture
def who(db: None) -> tuple[User, str]:
    """Somebody who may ask, where an entry will be found."""
    profile()
    active()
    return enquirer()


Who = tuple[User, str]


def asked(who: Who, *, cancelled: bool = False, at: Any = VISIT) -> InquiryItem:
    """Ask, and plan for the hit."""
    (row,) = ask(who=who, planned_at=at).rows
    measures = [] if cancelled else ["never_alone"]
    acting.acknowledge(hit_id=row.cards[0].hit, actor=who[0], measures=measures, cancelled=cancelled, now=NOW)
    return InquiryHit.objects.get(pk=row.cards[0].hit).item


def say(who: Who, item: InquiryItem, now: Any) -> Incident | None:
    """Say that nothing happened."""
    return visits.tell(
        item_id=item.pk,
        experience=Experience.NO_INCIDENT,
        actor=who[0],
        request_key=uuid.uuid4(),
        draft=lambda _row: {},
        now=now,
    )


def test_it_is_asked_after_the_planned_time_and_for_a_week(who: Who) -> None:
    item = asked(who)
    last = NOW + timedelta(days=7)
    for moment in (VISIT - timedelta(seconds=1), last):
        assert visits.over(actor=who[0], now=moment) == []
        with pytest.raises(WrongState):
            say(who, item, moment)
    assert [row.item for row in visits.over(actor=who[0], now=VISIT)] == [item.pk]
    say(who, item, last - timedelta(seconds=1))
    assert visits.over(actor=who[0], now=VISIT) == []


def test_a_visit_without_a_time_is_over_when_its_day_is(who: Who) -> None:
    asked(who, at=None)
    assert visits.over(actor=who[0], now=NOW + 13 * HOUR) == []
    assert len(visits.over(actor=who[0], now=NOW + 15 * HOUR)) == 1


def test_a_visit_without_a_plan_or_that_was_cancelled_is_not_asked_about(who: Who) -> None:
    ask(who=who, planned_at=VISIT)
    gone = asked(who, cancelled=True)
    assert visits.over(actor=who[0], now=VISIT) == []
    with pytest.raises(WrongState):
        say(who, gone, VISIT)


def test_who_left_the_department_or_the_right_can_say_nothing_more(who: Who) -> None:
    item = asked(who)
    Grant.objects.filter(user=who[0].uuid).update(ends_on=local_day(NOW))
    assert visits.over(actor=who[0], now=VISIT + DAY) == []
    with pytest.raises(Denied):
        say(who, item, VISIT + DAY)
    with pytest.raises(NotFound):
        say(enquirer(), item, VISIT)


def test_the_feedback_goes_with_its_inquiry(who: Who) -> None:
    say(who, asked(who), VISIT)
    assert VisitFeedback.objects.count() == 1
    retention.apply(NOW.replace(year=NOW.year + 2))
    assert not Inquiry.objects.exists() and not VisitFeedback.objects.exists()
