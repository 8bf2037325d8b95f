"""Events as iCalendar data (RFC 5545)."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone

STATUS = {"planned": "CONFIRMED", "cancelled": "CANCELLED", "moved": "CONFIRMED"}


def calendar_of(events: list[tuple[Any, str]]) -> bytes:
    """Return a calendar of events with their absolute addresses; times carry the zone Europe/Berlin."""
    calendar = Calendar()
    calendar.add("prodid", "-//Umsicht//Events//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(Timezone.from_tzid(settings.TIME_ZONE))
    for page, url in events:
        calendar.add_component(_event(page, url))
    return bytes(calendar.to_ical())


def _event(page: Any, url: str) -> Event:
    """Return one event; its UID survives a new title, SEQUENCE counts publications."""
    event = Event()
    event.add("uid", f"{page.translation_key}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", page.last_published_at or timezone.now())
    event.add("sequence", page.sequence)
    event.add("summary", page.title)
    event.add("description", page.summary)
    event.add("url", url)
    event.add("status", STATUS[page.status])
    place = next((row.value for row in page.place), None)
    if place:
        event.add("location", ", ".join(part for part in (place["name"], place["address"]) if part))
    start = timezone.localtime(page.start)
    end = timezone.localtime(page.end) if page.end else None
    if page.all_day:
        event.add("dtstart", start.date())
        event.add("dtend", (end or start).date() + timedelta(days=1))
    else:
        event.add("dtstart", start)
        if end:
            event.add("dtend", end)
    return event
