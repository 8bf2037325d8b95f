"""The search page of a site, over the one search service."""

from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.admin.panels import FieldPanel

from home import context as show
from pages.fields import StreamField
from pages.lists import Filter, Option, Query, chips_of, pager_of
from pages.models import BasePage, Topic
from pages.models.translating import translation_rules
from search.bets import Bet
from search.facets import Filters
from search.memory import recall
from search.service import Hit, Results, find

KINDS = {
    "page": _("page"),
    "news": _("news"),
    "press": _("press release"),
    "campaign": _("campaign"),
    "event": _("event"),
    "committee": _("committee"),
    "partner": _("partner"),
    "project": _("project"),
    "course": _("course"),
    "faq": _("questions and answers"),
}


class HintsBlock(blocks.StreamBlock):
    """What to try when nothing was found."""

    hint = blocks.CharBlock(max_length=200, label=_("hint"))

    class Meta:
        required = False


class SearchPage(BasePage):
    """Finds pages of the site that the reader may see."""

    hints = StreamField(HintsBlock(), blank=True, verbose_name=_("hints"), help_text=_("When nothing was found."))

    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    template = "home/search_page.html"
    may_use_slugs = frozenset({"suche", "search"})
    override_translatable_fields = translation_rules(["hints"], [])
    content_panels = [*BasePage.content_panels[:1], FieldPanel("lead"), FieldPanel("hints")]

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")

    @property
    def is_listed(self) -> bool:
        """Results of a search are never listed elsewhere."""
        return False

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the hits of the question; a page of hits past the end is the last one."""
        context = super().get_context(request, *args, **kwargs)
        query = Query.read(request, ("q", "kind", "topic", "district", "year", "sort"))
        asked = request.GET.get("q", "").strip()
        context.update(noindex=True, asked=bool(asked), query=query.get("q"), hints=[row.value for row in self.hints])
        if not asked:
            context["topics"] = SimpleLazyObject(lambda: list(Topic.objects.filter(parent=None).order_by("position")))
            return context
        results = answer(asked, context["reader"], query)
        context.update(result_context(results, query, context["reader"]))
        if not results.total:
            context["suggestions"] = show.ways_on(context["reader"])
        return context


def answer(asked: str, reader: Any, query: Query) -> Results:
    """Return the hits of a question; raise Http404 for filters that do not exist."""
    known = recall(reader)
    district = int(query.get("district") or 0) or None
    if (
        query.get("kind") not in {"", *KINDS}
        or query.get("sort") not in {"", "date"}
        or query.get("topic") not in {"", *(row.slug for row in known.topics)}
        or (query.get("district") and district not in {row.number for row in known.districts})
    ):
        raise Http404
    year = int(query.get("year") or 0) or None
    return find(
        asked, reader, Filters(query.get("kind"), query.get("topic"), district, year, query.get("sort")), query.page
    )


def result_context(results: Results, query: Query, reader: Any) -> dict[str, Any]:
    """Return hits, count, filters and pages of hits as the template shows them."""
    filters = result_filters(results, query)
    return {
        "too_short": results.too_short,
        "note": note_of(results),
        "lead_line": "" if results.has_all or not results.total else _now("No page holds all words. These fit best:"),
        "better": results.better,
        "better_url": "?" + urlencode({"q": results.better}),
        "bets": [bet_of(bet, reader) for bet in results.bets] if results.number == 1 else [],
        "results": [row_of(hit, reader, is_missing_shown=results.has_all) for hit in results.hits],
        "other_language": elsewhere_of(results, reader),
        "sort": sort_of(query) if results.total > 1 else None,
        "result_line": line(results),
        "filters": filters,
        "filter_count": sum(1 for name in query.values if name not in {"q", "sort"}),
        "chips": [chip for chip in chips_of(filters, query) if not chip.label.startswith("„")],
        "reset_url": "?" + urlencode({"q": query.get("q")}),
        "pager": pager_of(replace(query, page=results.number), results.pages),
    }


def row_of(hit: Hit, reader: Any, *, is_missing_shown: bool, language: str = "") -> dict[str, Any]:
    """Return a hit as the template shows it."""
    return {
        "title": hit.title,
        "url": f"{hit.page.get_url(reader.request)}{'#' if hit.entry.anchor else ''}{hit.entry.anchor}",
        "kind_label": KINDS.get(hit.entry.kind, ""),
        "date": hit.entry.date,
        "excerpt": hit.excerpt,
        "missing": ", ".join(hit.missing) if is_missing_shown else "",
        "section": section_of(hit.entry.site, reader),
        "language": language,
    }


def bet_of(bet: Bet, reader: Any) -> dict[str, Any]:
    """Return what editors recommend as the template shows it."""
    url = bet.page.get_url(reader.request) if bet.page else bet.url
    return {"title": bet.title, "url": url, "excerpt": bet.description, "is_pick": True}


def elsewhere_of(results: Results, reader: Any) -> dict[str, Any] | None:
    """Return the block of pages that are there in the other language alone."""
    if not results.elsewhere:
        return None
    code = "en" if reader.language == "de" else "de"
    rows = [row_of(hit, reader, is_missing_shown=False, language=code) for hit in results.elsewhere]
    return {"label": _now("Only in English") if code == "en" else _now("Only in German"), "results": rows}


def sort_of(query: Query) -> dict[str, str]:
    """Return the link to the other order."""
    if query.get("sort"):
        return {"label": _now("Sort by relevance"), "url": query.url(without="sort")}
    return {"label": _now("Sort by date"), "url": replace(query, values={**query.values, "sort": "date"}).url()}


def note_of(results: Results) -> str:
    """Return what was left out of a long question."""
    if results.was_cut:
        return _now("Your question was long; we looked for its first 200 signs.")
    return _now("Your question was long; we looked for its twelve rarest words.") if results.was_shortened else ""


def line(results: Results) -> str:
    """Return the count in words."""
    if results.capped:
        return _now("More than 200 hits. Please narrow your question.")
    return ngettext("%(number)d hit", "%(number)d hits", results.total) % {"number": results.total}


def section_of(site: str, reader: Any) -> str:
    """Return the name of the site of a hit; only needed where both are searched."""
    if reader.site_kind == "public":
        return ""
    return _now("Public site") if site == "public" else _now("Intranet")


def result_filters(results: Results, query: Query) -> list[Filter]:
    """Return the filters that have more than one value."""
    chosen = {name: query.get(name) for name in ("kind", "topic", "district", "year")}
    found = results.facets

    def option(name: str, value: str, label: Any, number: int) -> Option:
        # Of more than 200 hits only some were counted.
        return Option(value, label, value == chosen[name], None if results.capped else number)

    filters = [
        Filter("kind", _now("Kind"), [option("kind", row, KINDS.get(row, row), n) for row, n in found.kinds.items()]),
        Filter("topic", _now("Topic"), [option("topic", row.slug, str(row), n) for row, n in found.topics]),
        Filter(
            "district",
            _now("District"),
            [option("district", str(row.number), str(row), n) for row, n in found.districts],
        ),
        Filter("year", _now("Year"), [option("year", str(year), str(year), n) for year, n in found.years.items()]),
    ]
    return [part for part in filters if part.options]
