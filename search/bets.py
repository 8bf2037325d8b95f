"""What editors put on top of a question (best bets): kept by Wagtail, read by this room, which writes nothing."""

from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from pages.permissions import visible_to
from pages.reader import INTRANET, Reader
from search.analysis.lexicon import Lexicon
from search.analysis.queries import Question, understand

MOST = 3
SECURE = "https://"


@dataclass(frozen=True)
class Pick:
    """One page or address for one question, as an editor chose it."""

    tokens: frozenset[str]
    translation_key: str
    url: str
    text: str
    description: str


@dataclass(frozen=True)
class Bet:
    """One recommendation that is shown above the hits."""

    title: str
    page: Page | None
    url: str
    description: str


def read_picks(language: str, lexicon: Lexicon) -> tuple[Pick, ...]:
    """Return all picks of editors with the tokens of their questions in a language, in the editors' order."""
    rows = SearchPromotion.objects.select_related("query", "page").order_by("sort_order", "pk")
    found = []
    for row in rows:
        asked = understand(row.query.query_string, language, lexicon)
        tokens = frozenset(concept.alternatives[0].tokens[0] for concept in asked.concepts)
        address = row.external_link_url if row.external_link_url.startswith(SECURE) else ""
        if tokens and (row.page_id or address):
            key = str(row.page.translation_key) if row.page else ""
            found.append(Pick(tokens, key, address, row.external_link_text or "", row.description))
    return tuple(found)


def bets_for(question: Question, picks: tuple[Pick, ...], reader: Reader) -> list[Bet]:
    """Return at most three recommendations for a question; pages in the reader's language, only if visible.

    One fires when all tokens of its question occur in what was typed, so in other forms and among other words too.
    Costs one query when a pick with a page fires, else none.
    """
    typed = {concept.alternatives[0].tokens[0] for concept in question.concepts}
    fired = [pick for pick in picks if pick.tokens <= typed]
    keys = {pick.translation_key for pick in fired if pick.translation_key}
    pages = {}
    if keys:
        # nosemgrep: page-query filtered by the reader below
        found = Page.objects.filter(locale_id=reader.locale.pk, translation_key__in=keys)
        if reader.site_kind != INTRANET:
            found = found.filter(access__reach="public")
        pages = {str(page.translation_key): page for page in visible_to(reader.user, found).defer_streamfields()}
    bets: dict[str, Bet] = {}
    for pick in fired:
        page = pages.get(pick.translation_key)
        if page is not None:
            bets.setdefault(pick.translation_key, Bet(page.title, page, "", pick.description))
        elif pick.url:
            bets.setdefault(pick.url, Bet(pick.text, None, pick.url, pick.description))
    return list(bets.values())[:MOST]
