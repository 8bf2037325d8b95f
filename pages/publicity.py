"""Decide which files are public: those that a live public page uses and whose rights have not run out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from pages import stamps
from pages.models import Document, Image
from pages.permissions import visible_to


def _files_in(obj: Any) -> list[Any]:
    """Return the pictures and documents that the saved row of an object refers to."""
    found: list[Any] = []
    for model in (Image, Document):
        references = ReferenceIndex.get_references_for_object(obj).filter(
            to_content_type=ContentType.objects.get_for_model(model)
        )
        ids = [int(pk) for pk in references.values_list("to_object_id", flat=True)]
        found.extend(model.objects.filter(pk__in=ids))
    return found


def refresh(obj: Any, *, extra: Iterable[Any] = ()) -> None:
    """Bring the reference index of an object up to date, then the publicity of every file it uses or used.

    The saved row is read, never the object at hand: that may hold a draft, and a draft opens nothing.
    """
    before = _files_in(obj)
    saved = type(obj)._base_manager.filter(pk=obj.pk).first()
    if saved is not None:
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(saved)
    files = {(type(file), file.pk): file for file in [*before, *_files_in(obj), *extra]}
    for file in files.values():
        recompute(file)


def files_of(obj: Any) -> list[Any]:
    """Return the files of an object that is about to disappear."""
    return _files_in(obj)


def should_be_public(file: Any, day: date) -> bool:
    """Return whether a file is to be public on this day; a picture's consent document never is."""
    return bool(file.rights_hold(day)) and _is_used_publicly(file)


def recompute(file: Any, today: date | None = None) -> bool:
    """Store whether a file is public and return it."""
    public = should_be_public(file, today or timezone.localdate())
    if public != file.is_public:
        type(file).objects.filter(pk=file.pk).update(is_public=public)
        file.is_public = public
        renew(file)
    return public


def keep_verdict(file: Any, verdict: str) -> None:
    """Store what the scanner said of a file; what shows it is renewed when it opens or closes by that."""
    was_open = file.is_open
    type(file).objects.filter(pk=file.pk).update(scan=verdict)
    file.scan = verdict
    if file.is_open != was_open:
        renew(file)


def renew(file: Any) -> None:
    """Throw away the fragments that show a file."""
    stamps.touch(f"image:{file.pk}" if isinstance(file, Image) else f"document:{file.pk}", "snippets")


def close_expired(today: date | None = None) -> int:
    """Close every file whose consent or licence has run out; return how many were closed."""
    day = today or timezone.localdate()
    expired: list[Any] = list(Image.objects.filter(Q(consent_until__lt=day) | Q(use_until__lt=day), is_public=True))
    expired.extend(Document.objects.filter(use_until__lt=day, is_public=True))
    for file in expired:
        recompute(file, day)
    return len(expired)


def _is_used_publicly(file: Any) -> bool:
    """Return whether a live public page, or a snippet or setting shown to everybody, refers to the file."""
    if isinstance(file, Document) and Image.objects.filter(consent_document=file).exists():
        return False
    references = ReferenceIndex.get_references_to(file)
    page_type = ContentType.objects.get_for_model(Page)
    ids = [int(pk) for pk in references.filter(base_content_type=page_type).values_list("object_id", flat=True)]
    if visible_to(None, Page.objects.filter(pk__in=ids)).exists():
        return True
    return any(_shows_publicly(reference) for reference in references.exclude(base_content_type=page_type))


def _shows_publicly(reference: ReferenceIndex) -> bool:
    """Return whether a snippet or setting that refers to a file says that everybody may load its files."""
    model = reference.content_type.model_class()
    if model is None or not hasattr(model, "shows_files_publicly"):
        return False
    found = model._default_manager.filter(pk=reference.object_id).first()
    return bool(found and found.shows_files_publicly)
