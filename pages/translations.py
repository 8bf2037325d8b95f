"""Bring a translation to review and say what of it is missing (editing design, section 6.3)."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail_localize.models import StringSegment, Translation, copy_synchronised_fields
from wagtail_localize.segments.ingest import ingest_segments

from accounts.once import first_or_made
from pages.approvals import submit_for_review
from pages.models import BasePage, DecisionKind, TranslationDecision
from pages.publishing import NotApproved
from pages.translation_matrix import State, rows


class Incomplete(NotApproved):
    """Raised when strings of the live German text have no translation."""


def translation_of(page: Any) -> Translation | None:
    """Return the translation that keeps a page in step with its German page, or None when it is edited freely."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()


def missing_strings(translation: Translation) -> list[str]:
    """Return the German strings of a page that have no English text, in their order on the page."""
    segments = StringSegment.objects.filter(source=translation.source).exclude(context__path="slug")
    missing = (
        segments.order_by("order")
        .select_related("string")
        .annotate_translation(translation.target_locale)
        .filter(translation__isnull=True)
    )
    return [segment.string.data for segment in missing]


@transaction.atomic
def submit(translation: Translation, user: Any) -> BasePage:
    """Make a draft of the translated texts and start its review; the live page stays as it is until approval.

    Raises Incomplete when a string is missing, NotApproved when a review of the page is under way.
    """
    if missing_strings(translation):
        raise Incomplete
    page = translation.get_target_instance().get_latest_revision_as_object()
    if page.workflow_in_progress:
        raise NotApproved
    source = translation.source
    original = source.as_instance()
    slug = page.slug if page.first_published_at else ""
    copy_synchronised_fields(original, page)
    # German stands in for the address alone: every other string is translated by now.
    segments = source._get_segments_for_translation(translation.target_locale, fallback=True)
    ingest_segments(original, page, source.locale, translation.target_locale, segments)
    page.slug = slug or _new_slug(translation, page)
    page.full_clean()
    page.save_revision(user=user, log_action=True)
    submit_for_review(page, user)
    return page


def _new_slug(translation: Translation, page: BasePage) -> str:
    """Return the address of a page that was never live: as it was translated, else by its English title."""
    segment = StringSegment.objects.filter(source=translation.source, context__path="slug")
    written = segment.annotate_translation(translation.target_locale).values_list("translation", flat=True).first()
    return str(find_available_slug(page.get_parent(), slugify(written or page.title), ignore_page_id=page.pk))


def decide(page: BasePage, kind: str, user: Any, request_key: UUID | None = None) -> TranslationDecision:
    """Keep what a person has decided about the English version of a German page.

    Raises ValidationError when the decision does not fit how the page stands: only what the matrix offers is taken.
    A form that was sent before (`request_key`) returns its decision.
    """
    own = TranslationDecision.objects.filter(decided_by=user)
    make = partial(_decide, page, kind, user, request_key)
    return first_or_made(request_key, own, make, refusals=(ValidationError,))[0]


def _decide(page: BasePage, kind: str, user: Any, request_key: UUID | None) -> TranslationDecision:
    """Keep a decision that fits how the page stands."""
    row = rows([page])[0]
    fits = {
        DecisionKind.CONFIRMED: row.state == State.CHECK,
        DecisionKind.NOT_WANTED: row.may_be_unwanted,
        DecisionKind.WANTED: row.decided,
    }
    if not fits.get(DecisionKind(kind), False):
        raise ValidationError(_("This does not fit how the page stands now. Nothing was changed."))
    return TranslationDecision.objects.create(page_id=page.pk, kind=kind, decided_by=user, request_key=request_key)
