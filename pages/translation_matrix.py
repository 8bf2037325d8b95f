"""Say of every German page how its English version stands (editing design, section 6.4)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from pages.models import BasePage, DecisionKind, TranslationDecision
from pages.models.base import TranslationWanted


class State(models.TextChoices):
    """How the English version of a page stands."""

    MISSING = "missing", _("missing")
    OUTDATED = "outdated", _("outdated")
    CHECK = "check", _("to be checked")
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    ORPHAN = "orphan", _("German page is not live")
    CURRENT = "current", _("up to date")
    INDEPENDENT = "independent", _("edited freely")
    NOT_WANTED = "not_wanted", _("not wanted")


class English(NamedTuple):
    """What is asked of an English page: a whole page costs ten times as much, a thousand times a screen."""

    translation_key: UUID
    pk: int
    live: bool
    last_published_at: datetime | None


@dataclass(frozen=True)
class Row:
    """One German page with its English one."""

    german: BasePage
    english: English | None
    state: State
    missing: int = 0
    # That nobody wants an English version was decided in the matrix, and can be taken back there.
    decided: bool = False
    # Of the form with this row's buttons: sent twice, it decides once.
    request_key: UUID = field(default_factory=uuid4, compare=False)

    @property
    def may_be_unwanted(self) -> bool:
        """Whether people may decide that no English version is wanted: not where the page type requires one."""
        return self.state == State.MISSING and self.german.wants_translation != TranslationWanted.REQUIRED

    @property
    def wanted(self) -> str:
        """Whether the English version is required, optional or not wanted, in words."""
        return str(TranslationWanted(self.german.wants_translation).label)

    @property
    def is_synced(self) -> bool:
        """Whether the English page follows the German one string by string."""
        return self.state not in {State.MISSING, State.NOT_WANTED, State.INDEPENDENT, State.CHECK}


@dataclass(frozen=True)
class _Known:
    """What was looked up for all pages at once."""

    english: dict[UUID, English]
    synced: set[UUID]
    missing: dict[UUID, int]
    in_review: set[str]
    unwanted: set[int]
    confirmed: dict[int, datetime]


def rows(pages: Iterable[BasePage]) -> list[Row]:
    """Return the rows of German pages in the order given; the number of queries does not grow with them."""
    german = list(pages)
    known = _look_up([page.translation_key for page in german])
    return [_row(page, known) for page in german]


def german_pages(within: Any = None) -> Any:
    """Return the German pages of both sites in tree order, without their texts; `within` limits them."""
    # nosemgrep: page-query editors' matrix, narrowed by `within`
    found = Page.objects.filter(depth__gt=1, locale__language_code=settings.LANGUAGE_CODE)
    if within is not None:
        found = found.filter(pk__in=within.values("pk"))
    return found.order_by("path").defer_streamfields().specific()


def _look_up(keys: list[UUID]) -> _Known:
    """Ask once for all pages: English pages, synced translations, strings without translation, open reviews."""
    locale = Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).first()
    if locale is None:
        return _Known(english={}, synced=set(), missing={}, in_review=set(), **_decided(keys))
    # nosemgrep: page-query translations of pages in the editors' matrix
    translated = Page.objects.filter(locale=locale, translation_key__in=keys)
    english = {row[0]: English(*row) for row in translated.values_list(*English._fields)}
    synced = Translation.objects.filter(target_locale=locale, enabled=True, source__object_id__in=keys)
    written = StringTranslation.objects.filter(
        locale=locale, context=OuterRef("context"), translation_of=OuterRef("string"), has_error=False
    )
    gaps = StringSegment.objects.filter(source__in=synced.values("source_id")).exclude(context__path="slug")
    counted = gaps.filter(~Exists(written)).values("source__object_id").annotate(number=Count("pk"))
    ids = [str(page.pk) for page in english.values()]
    open_reviews = WorkflowState.objects.filter(object_id__in=ids, status=WorkflowState.STATUS_IN_PROGRESS)
    return _Known(
        english=english,
        synced=set(synced.values_list("source__object_id", flat=True)),
        missing={row["source__object_id"]: row["number"] for row in counted},
        in_review=set(open_reviews.values_list("object_id", flat=True)),
        **_decided(keys),
    )


def _decided(keys: list[UUID]) -> dict[str, Any]:
    """Return which German pages need no English version, and when a person last confirmed the English one."""
    unwanted: set[int] = set()
    confirmed: dict[int, datetime] = {}
    decisions = TranslationDecision.objects.filter(page__translation_key__in=keys).order_by("pk")
    for page, kind, moment in decisions.values_list("page_id", "kind", "created_at"):
        if kind == DecisionKind.CONFIRMED:
            confirmed[page] = moment
        elif kind == DecisionKind.NOT_WANTED:
            unwanted.add(page)
        else:
            unwanted.discard(page)
    return {"unwanted": unwanted, "confirmed": confirmed}


def _row(german: BasePage, known: _Known) -> Row:
    """Return the row of one page."""
    english = known.english.get(german.translation_key)
    if english is None:
        wanted = german.wants_translation != TranslationWanted.NONE and german.pk not in known.unwanted
        return Row(german, None, State.MISSING if wanted else State.NOT_WANTED, decided=german.pk in known.unwanted)
    synced = german.translation_key in known.synced
    missing = known.missing.get(german.translation_key, 0)
    return Row(german, english, _state(german, english, known, synced=synced, missing=missing), missing)


def _state(german: BasePage, english: English, known: _Known, *, synced: bool, missing: int) -> State:
    """Return the state of a page that exists in both languages; what needs a person comes first."""
    if str(english.pk) in known.in_review:
        return State.IN_REVIEW
    if english.live and not german.live:
        return State.ORPHAN
    if not english.live:
        return State.DRAFT
    if synced:
        return State.OUTDATED if missing else State.CURRENT
    looked_at = max(filter(None, [english.last_published_at, known.confirmed.get(german.pk)]), default=None)
    if _later(german.last_published_at, looked_at):
        return State.CHECK
    return State.INDEPENDENT


def _later(one: datetime | None, other: datetime | None) -> bool:
    """Return whether one moment is after the other; a missing one is never later."""
    return one is not None and other is not None and one > other
