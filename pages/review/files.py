"""The files that become public when a text goes live (editing design, section 7)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex

from pages import access
from pages.models import Document, Image
from pages.models.files import Scan
from pages.reach import Reach


class Fate(models.TextChoices):
    """What the approval does to a file."""

    OPENS = "opens", _("becomes public")
    WAITS = "waits", _("becomes public once the virus scanner has passed it")
    ENDED = "ended", _("stays private: its rights or a consent have run out")
    CONSENT = "consent", _("stays private: it is a consent")
    REFUSED = "refused", _("stays private: the virus scanner refuses it")


@dataclass(frozen=True)
class Opening:
    """A private file of a text, and what becomes of it."""

    file: Any
    fate: Fate

    @property
    def is_picture(self) -> bool:
        """Whether a small version can be shown."""
        return isinstance(self.file, Image)


def openings(obj: Any) -> list[Opening]:
    """Return the private files that a proposed text uses, when everybody may read it; else nothing opens."""
    if not _is_read_by_everybody(obj):
        return []
    return [Opening(file, _fate(file)) for file in files_in(obj) if not file.is_public]


def files_in(obj: Any) -> list[Any]:
    """Return pictures and documents that an object refers to as it is in memory, saved or not."""
    wanted: dict[Any, set[int]] = {Image: set(), Document: set()}
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in wanted}
    # The index of references follows the saved row only; the same reading of a draft has no public name in Wagtail.
    for kind, number, _model_path, _content_path in ReferenceIndex._extract_references_from_object(obj):
        if kind in kinds:
            wanted[kinds[kind]].add(int(number))
    return [file for model, numbers in wanted.items() for file in model.objects.filter(pk__in=numbers).order_by("pk")]


def _is_read_by_everybody(obj: Any) -> bool:
    """Return whether strangers read an object once it is live."""
    if isinstance(obj, Page):
        return access.effective_of(obj)[0] == Reach.PUBLIC
    return bool(getattr(obj, "shows_files_publicly", False))


def _fate(file: Any) -> Fate:
    """Return what becomes of one file."""
    if isinstance(file, Document) and Image.objects.filter(consent_document=file).exists():
        return Fate.CONSENT
    if not file.rights_hold(timezone.localdate()):
        return Fate.ENDED
    return {Scan.WAITING: Fate.WAITS, Scan.REFUSED: Fate.REFUSED}.get(file.scan, Fate.OPENS)
