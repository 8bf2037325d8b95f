"""Screens of the admin for news, press releases, campaigns and events."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from news.models import CampaignPage, EventPage, NewsPage, PressReleasePage
from pages.explorer import KindViewSet


class NewsViewSet(KindViewSet):
    """News by their day."""

    model = NewsPage
    icon = "doc-full"
    ordering = "-date"
    own_columns: ClassVar[list[Column]] = [Column("date", label=_("Date"), sort_key="date", width="12%")]
    list_filter: ClassVar[list[str]] = ["date", "in_main_list"]


class PressReleaseViewSet(KindViewSet):
    """Press releases by number and day."""

    model = PressReleasePage
    icon = "doc-full-inverse"
    ordering = "-released_at"
    own_columns: ClassVar[list[Column]] = [
        Column("list_date", label=_("Released"), sort_key="released_at", width="12%"),
    ]
    list_filter: ClassVar[list[str]] = ["released_at"]


class CampaignViewSet(KindViewSet):
    """Campaigns by the time in which they run."""

    model = CampaignPage
    icon = "pick"
    ordering = "-start"
    own_columns: ClassVar[list[Column]] = [
        Column("start", label=_("Start"), sort_key="start", width="12%"),
        Column("end", label=_("End"), sort_key="end", width="12%"),
        Column("state", label=_("State"), accessor="state_label", width="10%"),
    ]
    list_filter: ClassVar[list[str]] = ["start", "end"]


class EventViewSet(KindViewSet):
    """Events by day, kind and state."""

    model = EventPage
    icon = "date"
    ordering = "-start"
    own_columns: ClassVar[list[Column]] = [
        Column("start", label=_("Start"), sort_key="start", width="14%"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind", width="12%"),
        Column("event_status", label=_("Takes place"), accessor="get_status_display", sort_key="status", width="10%"),
    ]
    list_filter: ClassVar[list[str]] = ["kind", "status", "start"]


VIEWSETS = (NewsViewSet, PressReleaseViewSet, CampaignViewSet, EventViewSet)
