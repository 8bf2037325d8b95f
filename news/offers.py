"""Lists that this room offers to the others."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news import times
from news.models import CampaignPage, EventPage, NewsPage, PressReleasePage
from pages import listings
from pages.reader import PUBLIC, Reader


def news(reader: Reader) -> QuerySet[Any]:
    """Return reports of the main list of the reader's site; the intranet shows its own."""
    # nosemgrep: page-query lists pass visible_to()
    found = NewsPage.objects.filter(in_main_list=True)
    return found.filter(access__reach="public") if reader.site_kind == PUBLIC else found.exclude(access__reach="public")


def running_campaigns(reader: Reader) -> QuerySet[Any]:
    """Return campaigns whose time it is."""
    today = timezone.localdate()
    # nosemgrep: page-query lists pass visible_to()
    return CampaignPage.objects.filter(Q(end__gte=today) | Q(end__isnull=True), start__lte=today)


def coming_events(reader: Reader) -> QuerySet[Any]:
    """Return events that are not over."""
    today = times.start_of_day(timezone.localdate())
    # nosemgrep: page-query lists pass visible_to()
    return EventPage.objects.filter(Q(end__gte=today) | Q(end__isnull=True, start__gte=today))


listings.register("news", _("News"), news, date_field="date")
listings.register("news-all", _("News with partner cities"), lambda reader: NewsPage.objects.all(), date_field="date")
listings.register("press", _("Press releases"), lambda reader: PressReleasePage.objects.all(), date_field="released_at")
listings.register("campaigns", _("Campaigns"), lambda reader: CampaignPage.objects.all(), date_field="start")
listings.register("running-campaigns", _("Running campaigns"), running_campaigns, date_field="start")
listings.register("events", _("Events"), coming_events, date_field="start")
