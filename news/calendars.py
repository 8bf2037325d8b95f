"""Events as iCalendar data (RFC 5545)."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from news import times

BERLIN = ZoneInfo("Europe/Berlin")
STATUS = {"planned": "CONFIRMED", "cancelled": "CANCELLED", "moved": "CONFIRMED"}


def calendar_of(events: list[tuple[Any, str]]) -> bytes:
    """Return a calendar of events with their absolute addresses; times carry the zone Europe/Berlin."""
    calendar = Calendar()
    calendar.add("prodid", "-//Umsicht//Events//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_berlin())
    for page, url in events:
        calendar.add_component(_event(page, url))
    return bytes(calendar.to_ical())


def _berlin() -> Timezone:
    """Return the rules of Central European time since 1996 (directive 2000/84/EC).

    Two yearly rules instead of the library's list of days, which some calendar programs read wrongly.
    """
    zone = Timezone()
    zone.add("tzid", BERLIN.key)
    for season, start, name, before, after, month in (
        (TimezoneDaylight(), datetime(1996, 3, 31, 2), "CEST", 1, 2, 3),
        (TimezoneStandard(), datetime(1996, 10, 27, 3), "CET", 2, 1, 10),
    ):
        season.add("dtstart", start)
        season.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        season.add("tzname", name)
        season.add("tzoffsetfrom", timedelta(hours=before))
        season.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(season)
    return zone


def _event(page: Any, url: str) -> Event:
    """Return one event; its UID survives a new title, SEQUENCE counts publications."""
    event = Event()
    event.add("uid", f"{page.translation_key}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", times.changed(page))
    event.add("sequence", page.sequence)
    event.add("summary", page.title)
    event.add("description", page.summary)
    event.add("url", url)
    event.add("status", STATUS[page.status])
    place = next((row.value for row in page.place), None)
    if place:
        event.add("location", ", ".join(part for part in (place["name"], place["address"]) if part))
    start = timezone.localtime(page.start, BERLIN)
    end = timezone.localtime(page.end, BERLIN) if page.end else None
    if page.all_day:
        event.add("dtstart", start.date())
        event.add("dtend", (end or start).date() + timedelta(days=1))
    else:
        event.add("dtstart", start)
        if end:
            event.add("dtend", end)
    return event
