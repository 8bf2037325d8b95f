"""What news, press, campaign and event pages show beside their text."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from news import numbers, times
from pages import listings
from pages.context import Contact
from pages.models import ContactPoint
from pages.reader import PUBLIC, Reader
from pages.relations import localized_ids


@dataclass(frozen=True)
class Fact:
    """One line of facts."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class ToolkitRow:
    """A file of a campaign as readers see it."""

    title: str
    kind_label: str
    extension: str
    url: str
    size: int
    language: str
    note: str


def facts(*pairs: tuple[str, Any]) -> list[Fact]:
    """Return the facts that have a value."""
    return [Fact(label, str(value)) for label, value in pairs if value]


def feed_url(page: Page, request: HttpRequest) -> str:
    """Return the feed's address; the intranet has none."""
    return f"{page.get_url(request)}feed.xml" if Reader.of(request).site_kind == PUBLIC else ""


def news_facts(page: Any) -> list[Fact]:
    """Return the facts of a report."""
    found = facts((_("When"), times.day(page.date)), (_("Where"), page.place))
    found.extend(Fact(_("Source"), row.value["name"], row.value["url"]) for row in page.sources)
    return found


def more_news(page: Any, reader: Reader) -> list[Page]:
    """Return three further reports of the same list."""
    others = [entry for entry in listings.entries("news", reader, limit=4) if entry.pk != page.pk]
    return others[:3]


def article_data(page: Any, request: HttpRequest, day: date) -> dict[str, Any]:
    """Return a report in schema.org terms."""
    return {
        "@type": "NewsArticle",
        "headline": page.title[:110],
        "description": page.summary,
        "datePublished": day.isoformat(),
        "dateModified": times.changed(page).isoformat(),
        "inLanguage": get_language(),
        "mainEntityOfPage": f"{settings.PUBLIC_URL}{page.get_url(request)}",
        "publisher": {"@type": "GovernmentOrganization", "name": str(_("Centre for Crime Prevention and Security"))},
    }


def press_facts(page: Any, request: HttpRequest) -> list[Fact]:
    """Return the facts of a press release; its number is written as the settings say."""
    found = _press_settings(request)
    number = numbers.written(page.number, found.number_format if found else "")
    return facts((_("Number"), number), (_("Released"), times.day(page.list_date)))


def _press_settings(request: HttpRequest) -> Any:
    """Return the press settings of the site; named by string because models show them."""
    site = Site.find_for_request(request)
    return apps.get_model("news.PressSettings").for_site(site) if site else None


def press_contact(given: ContactPoint | None, request: HttpRequest) -> Contact | None:
    """Return the press contact of a release, else that of the settings, if it may be shown."""
    point = given
    if point is None:
        found = _press_settings(request)
        point = found.contact if found else None
    if point is None or not point.is_current or not point.is_public:
        return None
    return Contact(point, str(_("For the press")))


def boilerplate(request: HttpRequest) -> str:
    """Return the text about the office as stored rich text."""
    found = _press_settings(request)
    if found is None:
        return ""
    return (found.boilerplate_en if get_language() == "en" else "") or found.boilerplate_de


def period(start: date, end: date | None) -> str:
    """Return from when to when in words."""
    if end is None:
        return _("since %(start)s") % {"start": times.day(start)}
    return _("%(start)s to %(end)s") % {"start": times.day(start), "end": times.day(end)}


def campaign_facts(page: Any) -> list[Fact]:
    """Return the line of facts of a campaign."""
    organisers = ", ".join(str(department) for department in page.organisers.all())
    return facts(
        # With people the state stands beside their heading.
        (_("Status"), "" if page.protagonists else page.state_label),
        (_("Runs"), period(page.start, page.end)),
        (_("Who"), organisers),
        (_("Take part"), page.hashtag),
    )


def people_of(page: Any, today: date) -> list[Any]:
    """Return the people of a campaign whose consent reaches to this day."""
    return [
        row.value for row in page.protagonists if not row.value["consent_until"] or row.value["consent_until"] >= today
    ]


def toolkit_of(page: Any) -> list[ToolkitRow]:
    """Return the files of a campaign that exist and are open to everybody."""
    rows = []
    for row in page.toolkit:
        file = row.value["document"] or row.value["image"]
        if file is None or not file.is_open:
            continue
        kind = row.value.bound_blocks["kind"].block.field.choices
        rows.append(
            ToolkitRow(
                row.value["title"],
                str(dict(kind).get(row.value["kind"], "")),
                file.filename.rpartition(".")[2].upper(),
                file.file.url,
                file.file_size or 0,
                language_label(row.value["language"]),
                row.value["note"],
            )
        )
    return rows


def language_label(code: str) -> str:
    """Return the name of a language in the active language."""
    if code == "both":
        return _("German and English")
    return str(get_language_info(code)["name_translated"])


def events_of(page: Any, reader: Reader) -> list[Page]:
    """Return the events of a campaign that are not over."""
    ids = [row["value"] for row in page.events.raw_data if row["value"]]
    now = timezone.now()
    found = [event for event in localized_ids(ids, reader, whole=True) if event.last_moment >= now]
    return sorted(found, key=lambda event: event.start)


def press_of(page: Any, reader: Reader) -> list[Page]:
    """Return press releases that relate to a campaign."""
    return listings.related_to("press", page, reader)


def event_facts(page: Any) -> list[Fact]:
    """Return the facts of an event."""
    first, last = page.list_date, timezone.localtime(page.end).date() if page.end else page.list_date
    days = times.day(first) if first == last else f"{times.day(first)} – {times.day(last)}"
    return facts(
        (_("Day"), days),
        (_("Time"), page.when if first == last else ""),
        (_("Kind"), page.get_kind_display()),
        (_("Organised by"), page.organisers),
        (_("Price"), page.price),
        (_("Repeats"), page.recurrence_text),
        (_("Registration"), page.get_registration_display()),
    )


SCHEMA_STATUS = {"planned": "EventScheduled", "cancelled": "EventCancelled", "moved": "EventRescheduled"}


def event_data(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return an event in schema.org terms."""
    data: dict[str, Any] = {
        "@type": "Event",
        "name": page.title,
        "description": page.summary,
        "startDate": page.list_date.isoformat() if page.all_day else timezone.localtime(page.start).isoformat(),
        "eventStatus": f"https://schema.org/{SCHEMA_STATUS[page.status]}",
        "url": f"{settings.PUBLIC_URL}{page.get_url(request)}",
    }
    if page.end:
        end = timezone.localtime(page.end)
        data["endDate"] = end.date().isoformat() if page.all_day else end.isoformat()
    place = next((row.value for row in page.place), None)
    if place:
        data["location"] = {"@type": "Place", "name": place["name"], "address": place["address"]}
    return data
