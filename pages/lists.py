"""Lists of pages that readers narrow by the address: filters, pages of the list, wrong values answered with 404."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _

from pages.models.relations import PageTopic
from pages.models.snippets import Topic
from pages.rows import rows

PER_PAGE = 12
MAX_WORDS = 200
NEIGHBOURS = 2


@dataclass(frozen=True)
class Option:
    """One value of a filter."""

    value: str
    label: str | Promise
    checked: bool
    count: int | None = None


@dataclass(frozen=True)
class Typed:
    """What a person wrote into a field for a day, and what is wrong with it."""

    value: str = ""
    error: str = ""


@dataclass(frozen=True)
class Filter:
    """A field above a list: a select field, boxes to tick (`multiple`), or a day (`typed`)."""

    name: str
    label: str | Promise
    options: list[Option]
    multiple: bool = False
    typed: Typed | None = None


@dataclass(frozen=True)
class Chip:
    """A filter in force; its address removes it."""

    label: str
    url: str


@dataclass(frozen=True)
class PagerItem:
    """One page of a list; no number stands for a gap."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Pager:
    """Where the reader is in a list."""

    number: int
    total: int
    items: list[PagerItem]
    previous_url: str
    next_url: str


@dataclass
class Query:
    """The checked values of an address; a value that no form of ours sends gives 404."""

    values: dict[str, str] = field(default_factory=dict)
    page: int = 1
    was_cut: bool = False

    @classmethod
    def read(cls, request: HttpRequest, names: Sequence[str]) -> "Query":
        """Read the named values; raise Http404 for a page that is no number and a year that is none."""
        values = {name: " ".join(request.GET.get(name, "").split()) for name in names}
        was_cut = any(len(value) > MAX_WORDS for value in values.values())
        values = {name: value[:MAX_WORDS] for name, value in values.items() if value}
        for name, pattern in (("year", r"(19|20)\d\d"), ("district", r"\d{1,2}"), ("topic", r"[a-z0-9-]{1,60}")):
            if name in values and not re.fullmatch(pattern, values[name]):
                raise Http404
        page = request.GET.get("page", "1")
        if not re.fullmatch(r"[1-9]\d{0,4}", page):
            raise Http404
        return cls(values, int(page), was_cut)

    def get(self, name: str) -> str:
        """Return a value, or nothing."""
        return self.values.get(name, "")

    def url(self, *, page: int | None = None, without: str = "") -> str:
        """Return the query part of an address with these values."""
        kept = {name: value for name, value in self.values.items() if name != without}
        if page and page > 1:
            kept["page"] = str(page)
        return "?" + urlencode(kept) if kept else "?"

    @property
    def key(self) -> str:
        """Name of the cached part of this list."""
        return f"rows:{urlencode(sorted(self.values.items()))}:{self.page}"


def pager_of(query: Query, total: int) -> Pager:
    """Return the pages of a list: first, last and the neighbours of the current one."""
    near = {1, total, *range(query.page - NEIGHBOURS, query.page + NEIGHBOURS + 1)}
    items: list[PagerItem] = []
    last = 0
    for number in sorted(n for n in near if 1 <= n <= total):
        if number - last > 1:
            items.append(PagerItem(None))
        items.append(PagerItem(number, query.url(page=number), number == query.page))
        last = number
    return Pager(
        query.page,
        total,
        items,
        query.url(page=query.page - 1) if query.page > 1 else "",
        query.url(page=query.page + 1) if query.page < total else "",
    )


class Listing:
    """One list for one address; everything costly is looked up when the template first uses it."""

    def __init__(self, query: Query, queryset: QuerySet[Any], *, per_page: int = PER_PAGE) -> None:
        self.query, self.queryset, self.per_page = query, queryset, per_page
        self._total: int | None = None

    @property
    def total(self) -> int:
        """How many pages match."""
        if self._total is None:
            self._total = self.queryset.count()
        return self._total

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.total // self.per_page))

    def entries(self) -> list[Any]:
        """Return the entries of the current page; raise Http404 beyond the last one."""
        first = (self.query.page - 1) * self.per_page
        found = list(rows(self.queryset)[first : first + self.per_page + 1])
        if self.query.page > 1 and not found:
            raise Http404
        if self._total is None and len(found) <= self.per_page:
            self._total = first + len(found)
        return found[: self.per_page]

    def context(self, filters: Any, chips: Any, line: Any) -> dict[str, Any]:
        """Return the context of the index templates; `filters`, `chips` and `line` are functions."""
        query = self.query
        if query.page > 1 and query.page > self.pages:
            raise Http404
        entries = SimpleLazyObject(self.entries)
        return {
            "entries": entries,
            "pager": SimpleLazyObject(lambda: pager_of(query, self.pages)),
            "filters": SimpleLazyObject(filters),
            "filter_count": len(query.values),
            "chips": SimpleLazyObject(chips),
            "reset_url": "?",
            "result_count": SimpleLazyObject(lambda: self.total),
            "result_line": SimpleLazyObject(lambda: line(self.total)),
            "list_key": query.key,
            "q": query.get("q"),
            "noindex": len(query.values) > 1,
        }


def topic_of(query: Query) -> Topic | None:
    """Return the topic of an address; raise Http404 when there is none with this name."""
    slug = query.get("topic")
    if not slug:
        return None
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise Http404
    return topic


def topic_filter(queryset: QuerySet[Any], query: Query) -> Filter | None:
    """Return the filter by the topics that occur in a list."""
    ids = PageTopic.objects.filter(page_id__in=queryset.order_by().values("pk")).values("topic_id")
    found = Topic.objects.filter(pk__in=ids).order_by("position", "name_de")
    options = [Option(topic.slug, str(topic), topic.slug == query.get("topic")) for topic in found]
    return Filter("topic", _("Topic"), options) if len(options) > 1 or query.get("topic") else None


def year_filter(queryset: QuerySet[Any], query: Query, field_name: str) -> Filter | None:
    """Return the filter by the years that occur in a list."""
    years = queryset.order_by().values_list(f"{field_name}__year", flat=True).distinct()
    options = [
        Option(str(year), str(year), str(year) == query.get("year"))
        for year in sorted(filter(None, years), reverse=True)
    ]
    return Filter("year", _("Year"), options) if len(options) > 1 or query.get("year") else None


def choice_filter(name: str, label: str, choices: Sequence[tuple[Any, Any]], query: Query) -> Filter:
    """Return a filter by fixed choices."""
    return Filter(name, label, [Option(str(value), text, str(value) == query.get(name)) for value, text in choices])


def chips_of(filters: Sequence[Filter | None], query: Query) -> list[Chip]:
    """Return the filters in force, each with the address that removes it."""
    chips = [
        Chip(f"{part.label}: {option.label}", query.url(without=part.name))
        for part in filters
        if part
        for option in part.options
        if option.checked
    ]
    if query.get("q"):
        chips.append(Chip(f"„{query.get('q')}“", query.url(without="q")))
    return chips
