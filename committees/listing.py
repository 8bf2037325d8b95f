"""The lists of partnerships, partners and projects with their filters."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.lists import Filter, Listing, Query, chips_of, choice_filter, topic_filter, topic_of
from pages.models import District
from pages.permissions import visible_to
from pages.reader import Reader


class PageListing:
    """A list of one page type; subclasses name its filters and its count in words."""

    names: ClassVar[tuple[str, ...]] = ("topic", "kind")

    def __init__(self, queryset: QuerySet[Any], reader: Reader, request: HttpRequest) -> None:
        self.query = Query.read(request, self.names)
        self.model: Any = queryset.model
        self.visible = visible_to(reader.user, queryset.filter(locale=reader.locale))

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """Choices of the kind."""
        return list(self.model._meta.get_field("kind").choices) if "kind" in self.names else []

    def filtered(self) -> QuerySet[Any]:
        """Return the pages that pass the filters; raise Http404 for values that do not exist."""
        found, kind, topic = self.visible, self.query.get("kind"), topic_of(self.query)
        if kind and kind not in dict(self.kinds):
            raise Http404
        if kind:
            found = found.filter(kind=kind)
        if topic:
            found = found.filter(page_topics__topic=topic)
        return found.order_by("path")

    def filters(self) -> list[Filter]:
        """Return the filters to show."""
        parts = [topic_filter(self.visible, self.query)]
        if self.kinds:
            parts.append(choice_filter("kind", _("Kind"), self.kinds, self.query))
        return [part for part in parts if part]

    def line(self, number: int) -> str:
        """Return the count in words."""
        return ngettext("%(number)d entry", "%(number)d entries", number) % {"number": number}

    def context(self) -> dict[str, Any]:
        """Return the context of the index template."""
        listing = Listing(self.query, self.filtered(), per_page=24)
        return listing.context(self.filters, lambda: chips_of(self.filters(), self.query), self.line)


class PartnershipListing(PageListing):
    """Partnerships by topic and district."""

    names = ("topic", "district")

    def filtered(self) -> QuerySet[Any]:
        """Return the partnerships of a district; raise Http404 for a district that does not exist."""
        found, number = super().filtered(), self.query.get("district")
        if number and not District.objects.filter(number=number).exists():
            raise Http404
        return found.filter(districts__number=number) if number else found

    def filters(self) -> list[Filter]:
        """Return the filters to show."""
        districts = [(district.number, str(district)) for district in District.objects.order_by("number")]
        return [*super().filters(), choice_filter("district", _("District"), districts, self.query)]

    def line(self, number: int) -> str:
        """Return the count in words."""
        return ngettext("%(number)d partnership", "%(number)d partnerships", number) % {"number": number}


class PartnerListing(PageListing):
    """Partners by topic and kind."""

    def line(self, number: int) -> str:
        """Return the count in words."""
        return ngettext("%(number)d partner", "%(number)d partners", number) % {"number": number}


class ProjectListing(PageListing):
    """Projects by topic and kind, newest first."""

    def filtered(self) -> QuerySet[Any]:
        """Return projects, newest first."""
        return super().filtered().order_by("-start", "path")

    def line(self, number: int) -> str:
        """Return the count in words."""
        return ngettext("%(number)d project", "%(number)d projects", number) % {"number": number}
