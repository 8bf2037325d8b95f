"""The lists of news, press releases, campaigns and events with their filters."""

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news import times
from pages.lists import Filter, Listing, Query, chips_of, choice_filter, topic_filter, topic_of, year_filter
from pages.permissions import visible_to
from pages.reader import Reader
from pages.rows import rows


class NewsListing:
    """Reports by topic and year, newest first; what is on top stands first."""

    names: tuple[str, ...] = ("topic", "year")
    date_field = "date"

    def __init__(self, queryset: QuerySet[Any], reader: Reader, request: HttpRequest) -> None:
        self.query = Query.read(request, self.names)
        self.model: Any = queryset.model
        self.visible = visible_to(reader.user, queryset.filter(locale=reader.locale))

    def filtered(self) -> QuerySet[Any]:
        """Return the pages that pass the filters."""
        found, topic = self.visible, topic_of(self.query)
        if topic:
            found = found.filter(page_topics__topic=topic)
        if self.query.get("year"):
            found = found.filter(**{f"{self.date_field}__year": int(self.query.get("year"))})
        return self.ordered(found)

    def ordered(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Return reports on top first, then the newest."""
        top = Case(When(featured_until__gte=timezone.localdate(), then=Value(0)), default=Value(1))
        return found.order_by(top, f"-{self.date_field}", "-pk")

    def filters(self) -> list[Filter]:
        """Return the filters to show."""
        parts = [topic_filter(self.visible, self.query), year_filter(self.visible, self.query, self.date_field)]
        return [part for part in parts if part]

    def line(self, number: int) -> str:
        """Return the count in words."""
        return ngettext("%(number)d report", "%(number)d reports", number) % {"number": number}

    def context(self) -> dict[str, Any]:
        """Return the context of the index template."""
        listing = Listing(self.query, self.filtered())
        return listing.context(self.filters, lambda: chips_of(self.filters(), self.query), self.line)


class PressListing(NewsListing):
    """Press releases by topic and year."""

    date_field = "released_at"

    def ordered(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Return the newest first."""
        return found.order_by("-released_at", "-pk")

    def line(self, number: int) -> str:
        """Return the count in words."""
        return ngettext("%(number)d press release", "%(number)d press releases", number) % {"number": number}


class CampaignListing(NewsListing):
    """Campaigns that run or come; past ones stand apart."""

    names = ("topic",)
    date_field = "start"

    def _past(self) -> Q:
        """Return the filter of ended campaigns that leave the list."""
        return Q(end__lt=timezone.localdate(), after_end="archive")

    def ordered(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Return current campaigns, newest first."""
        return found.exclude(self._past()).order_by("-start", "-pk")

    def past(self) -> list[Any]:
        """Return past campaigns, newest first."""
        return list(rows(self.visible.filter(self._past())).order_by("-end", "-pk"))

    def filters(self) -> list[Filter]:
        """Return the filters to show."""
        part = topic_filter(self.visible, self.query)
        return [part] if part else []

    def line(self, number: int) -> str:
        """Return the count in words."""
        return ngettext("%(number)d campaign", "%(number)d campaigns", number) % {"number": number}


class EventListing(NewsListing):
    """Events to come by kind and topic; without a year only those that are not over."""

    names = ("topic", "kind", "year")
    date_field = "start"

    def filtered(self) -> QuerySet[Any]:
        """Return the events that pass the filters."""
        found, kind = super().filtered(), self.query.get("kind")
        kinds = dict(self.model._meta.get_field("kind").choices)
        if kind and kind not in kinds:
            raise Http404
        return found.filter(kind=kind) if kind else found

    def ordered(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Return the next event first; past ones only when a year was chosen."""
        if self.query.get("year"):
            return found.order_by("start", "pk")
        today = times.start_of_day(timezone.localdate())
        return found.filter(Q(end__gte=today) | Q(end__isnull=True, start__gte=today)).order_by("start", "pk")

    def filters(self) -> list[Filter]:
        """Return the filters to show."""
        kinds = self.model._meta.get_field("kind").choices
        return [*super().filters(), choice_filter("kind", _("Kind"), kinds, self.query)]

    def line(self, number: int) -> str:
        """Return the count in words."""
        return ngettext("%(number)d event", "%(number)d events", number) % {"number": number}
