"""Events and their calendar files, read back by a parser that did not write them (content design, section 9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
import vobject
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from news.models import EventPage
from tests.factories import EventIndexPageFactory, EventPageFactory, NewsPageFactory, index_of, release

pytestmark = pytest.mark.usefixtures("sites")
NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def event_of(content: bytes) -> vobject.base.Component:
    """Return the one event of a calendar file."""
    return vobject.readOne(content.decode()).vevent


def fetch(client: Client, page: EventPage) -> vobject.base.Component:
    """Return the event of a page's calendar file."""
    response = client.get(f"{page.get_url()}event.ics")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return event_of(response.content)


@pytest.mark.acceptance("content", 6)
def test_a_timed_event_carries_berlin_time_place_and_uid(public: Client) -> None:
    page = EventPageFactory(
        title="Aktionstag Zivilcourage",
        start=datetime(2026, 7, 3, 8, 0, tzinfo=UTC),
        end=datetime(2026, 7, 3, 15, 0, tzinfo=UTC),
        place=[("place", {"name": "Neumarkt", "address": "50667 Köln", "access": ""})],
    )
    event = fetch(public, page)
    assert event.uid.value == f"{page.translation_key}@localhost"
    assert event.summary.value == "Aktionstag Zivilcourage"
    assert event.location.value == "Neumarkt, 50667 Köln"
    assert event.dtstart.value.isoformat() == "2026-07-03T10:00:00+02:00"
    assert event.dtend.value.isoformat() == "2026-07-03T17:00:00+02:00"
    assert event.status.value == "CONFIRMED"


@pytest.mark.acceptance("content", 6)
def test_the_calendar_brings_its_time_zone(public: Client) -> None:
    page = EventPageFactory()
    calendar = vobject.readOne(public.get(f"{page.get_url()}event.ics").content.decode())
    assert calendar.vtimezone.tzid.value == "Europe/Berlin"
    assert calendar.version.value == "2.0"


@pytest.mark.acceptance("content", 6)
def test_the_end_of_an_event_of_whole_days_is_exclusive(public: Client) -> None:
    page = EventPageFactory(
        all_day=True, start=datetime(2026, 7, 3, 6, 0, tzinfo=UTC), end=datetime(2026, 7, 4, 18, 0, tzinfo=UTC)
    )
    event = fetch(public, page)
    assert event.dtstart.value == date(2026, 7, 3)
    assert event.dtend.value == date(2026, 7, 5)


@pytest.mark.acceptance("content", 6)
@pytest.mark.parametrize(("status", "said"), [("cancelled", "CANCELLED"), ("moved", "CONFIRMED")])
def test_what_became_of_an_event_is_said(public: Client, status: str, said: str) -> None:
    page = EventPageFactory(status=status)
    assert fetch(public, page).status.value == said
    assert page.is_off is True
    assert page.state_label in public.get(page.get_url()).content.decode()


@pytest.mark.acceptance("content", 6)
def test_the_uid_survives_a_new_title_and_the_sequence_counts_publications(public: Client) -> None:
    page = EventPageFactory(live=False, title="Alter Titel")
    release(page)
    before = fetch(public, EventPage.objects.get(pk=page.pk))
    page = EventPage.objects.get(pk=page.pk)
    page.title, page.start = "Neuer Titel", page.start + timedelta(days=1)
    page.end = page.start + timedelta(hours=1)
    release(page)
    after = fetch(public, EventPage.objects.get(pk=page.pk))
    assert before.uid.value == after.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.summary.value == "Neuer Titel"
    assert after.dtstamp.value >= before.dtstamp.value


@pytest.mark.acceptance("content", 6)
def test_a_draft_that_is_kept_does_not_count_as_publication(public: Client) -> None:
    page = EventPageFactory(live=False)
    release(page)
    page = EventPage.objects.get(pk=page.pk)
    page.title = "Entwurf"
    page.save_revision()
    assert fetch(public, EventPage.objects.get(pk=page.pk)).sequence.value == "0"


@pytest.mark.acceptance("content", 6)
def test_the_calendar_of_all_events_reaches_thirty_days_back(public: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        for days, title in ((-45, "lange vorbei"), (-20, "neulich"), (5, "bald")):
            start = NOW + timedelta(days=days)
            EventPageFactory(title=title, start=start, end=start + timedelta(hours=1))
        EventPageFactory(title="läuft noch", start=NOW - timedelta(days=40), end=NOW + timedelta(days=1))
        EventPageFactory(title="Entwurf", live=False)
        url = index_of(EventIndexPageFactory, "de").get_url()
        calendar = vobject.readOne(public.get(f"{url}calendar.ics").content.decode())
    assert {event.summary.value for event in calendar.vevent_list} == {"neulich", "bald", "läuft noch"}


def test_an_event_is_over_after_its_last_moment_in_berlin() -> None:
    day = datetime(2026, 7, 3, 6, 0, tzinfo=UTC)
    assert EventPageFactory(all_day=True, start=day, end=day).last_moment.isoformat() == "2026-07-04T00:00:00+02:00"
    timed = EventPageFactory(start=day, end=day + timedelta(hours=2))
    assert timed.last_moment == day + timedelta(hours=2)


def test_the_list_shows_events_to_come_and_a_year_when_asked_for(public: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        for title, start in (("gestern", NOW - timedelta(days=1)), ("heute", NOW), ("morgen", NOW + timedelta(days=1))):
            EventPageFactory(title=title, start=start, end=start + timedelta(hours=1))
        url = index_of(EventIndexPageFactory, "de").get_url()
        assert [page.title for page in public.get(url).context["entries"]] == ["heute", "morgen"]
        found = public.get(url, {"year": "2026"}).context["entries"]
    assert [page.title for page in found] == ["gestern", "heute", "morgen"]


@pytest.mark.acceptance("content", 18)
def test_wrong_dates_and_missing_ways_to_register_are_named_at_their_fields() -> None:
    start = timezone.now()
    with pytest.raises(ValidationError) as refusal:
        EventPageFactory(start=start, end=start - timedelta(hours=1), registration="external_url")
    assert set(refusal.value.message_dict) == {"end", "registration_url"}
    with pytest.raises(ValidationError) as refusal:
        EventPageFactory(registration="e-mail")
    assert set(refusal.value.message_dict) == {"registration_mail"}
    with pytest.raises(ValidationError) as refusal:
        EventPageFactory(online_url="ftp://example.org/")
    assert set(refusal.value.message_dict) == {"online_url"}
    assert EventPageFactory(registration="e-mail", registration_mail="anmeldung@example.org").pk


def test_only_events_have_calendar_files(public: Client, stranger: Client) -> None:
    news = NewsPageFactory()
    assert public.get(f"{news.get_url()}event.ics").status_code == 404
    assert public.get("/de/nichts/event.ics").status_code == 404
    event = EventPageFactory()
    assert public.post(f"{event.get_url()}event.ics").status_code == 405
    event.unpublish()
    assert public.get(f"{event.get_url()}event.ics").status_code == 404
    assert stranger.get(f"{event.get_url()}event.ics").status_code == 302
