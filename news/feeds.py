"""Feeds and calendars of the public site, each through the one rule on who may see what."""

import hashlib
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from news import calendars, times
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from pages.lists import Query, topic_of
from pages.permissions import can_view, visible_to
from pages.reader import PUBLIC, Reader

ENTRIES = 50
EVENTS = 200
DAYS_BACK = 30


def _page(request: HttpRequest, page_path: str, model: type[Page]) -> Any:
    """Return the live public page of a path; the intranet has no feeds."""
    reader = Reader.of(request)
    site = Site.find_for_request(request)
    if reader.site_kind != PUBLIC or site is None:
        raise Http404
    root = site.root_page.localized
    pages = model.objects.select_related("locale").filter(url_path=f"{root.url_path}{page_path}/", live=True)
    found = pages.filter(locale=reader.locale).first()
    if found is None or not can_view(reader.user, found):
        raise Http404
    return found


def _absolute(page: Page, request: HttpRequest) -> str:
    return f"{settings.PUBLIC_URL}{page.get_url(request)}"


def _entries(request: HttpRequest, index: NewsIndexPage) -> list[NewsPage]:
    """Return the newest reports, of one topic if asked for."""
    topic = topic_of(Query.read(request, ("topic",)))
    found = visible_to(None, NewsPage.objects.child_of(index).filter(in_main_list=True))
    if topic:
        found = found.filter(page_topics__topic=topic)
    return list(found.select_related("locale").defer_streamfields().order_by("-date", "-pk")[:ENTRIES])


def entry_id(page: Page) -> str:
    """Return the id of an entry: stable over titles and addresses, one per language (content design, section 9)."""
    return uuid.uuid5(page.translation_key, page.locale.language_code).urn


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add an ETag; answer 304 when the reader has this very version."""
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=300"
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def atom(request: HttpRequest, page_path: str) -> HttpResponse:
    """Serve the newest reports as Atom 1.0."""
    index = _page(request, page_path, NewsIndexPage)
    url = _absolute(index, request)
    feed = Atom1Feed(
        title=index.title,
        link=url,
        description=index.lead,
        language=index.locale.language_code,
        feed_url=f"{url}feed.xml",
        feed_guid=entry_id(index),
    )
    for page in _entries(request, index):
        feed.add_item(
            title=page.title,
            link=_absolute(page, request),
            description=page.summary,
            unique_id=entry_id(page),
            pubdate=times.start_of_day(page.date),
            updateddate=times.changed(page),
        )
    return _conditional(
        request, HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    )


@require_safe
def json_feed(request: HttpRequest, page_path: str) -> HttpResponse:
    """Serve the newest reports as JSON Feed 1.1."""
    index = _page(request, page_path, NewsIndexPage)
    url = _absolute(index, request)
    items = [
        {
            "id": entry_id(page),
            "url": _absolute(page, request),
            "title": page.title,
            "content_text": page.summary or page.title,
            "date_published": times.start_of_day(page.date).isoformat(),
            "date_modified": times.changed(page).isoformat(),
            "language": page.locale.language_code,
        }
        for page in _entries(request, index)
    ]
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": index.title,
        "home_page_url": url,
        "feed_url": f"{url}feed.json",
        "language": index.locale.language_code,
        "items": items,
    }
    return _conditional(request, JsonResponse(data, content_type="application/feed+json; charset=utf-8"))


@require_safe
def event_calendar(request: HttpRequest, page_path: str) -> HttpResponse:
    """Serve one event as a calendar file."""
    event = _page(request, page_path, EventPage)
    return _calendar(request, [event], f"{event.slug}.ics")


@require_safe
def calendar(request: HttpRequest, page_path: str) -> HttpResponse:
    """Serve the events of a list: from 30 days back, at most 200."""
    index = _page(request, page_path, EventIndexPage)
    since = timezone.now() - timedelta(days=DAYS_BACK)
    found = visible_to(None, EventPage.objects.child_of(index)).filter(Q(start__gte=since) | Q(end__gte=since))
    return _calendar(request, list(found.order_by("start", "pk")[:EVENTS]), "calendar.ics")


def _calendar(request: HttpRequest, events: list[EventPage], name: str) -> HttpResponse:
    """Return events as a calendar answer."""
    content = calendars.calendar_of([(event, _absolute(event, request)) for event in events])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _conditional(request, response)
