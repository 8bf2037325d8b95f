"""What the media library says of a file at a glance, and the filters that find files by it (editing design, 7)."""

from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Q, QuerySet, TextChoices
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import ReferenceIndex

from pages.models import Document, Image
from pages.models.files import Accessible, Scan

SOON = timedelta(days=30)


class Mark(TextChoices):
    """What is said of a file."""

    PUBLIC = "public", _("public")
    PRIVATE = "private", _("private")
    NO_ALT = "no_alt", _("no alternative text")
    USE_ENDED = "use_ended", _("licence has run out")
    CONSENT_ENDED = "consent_ended", _("consent has run out")
    ENDING = "ending", _("rights end within 30 days")
    WAITING = "waiting", _("waiting for the virus scanner")
    REFUSED = "refused", _("refused by the virus scanner")
    NOT_ACCESSIBLE = "not_accessible", _("not accessible, or not known")
    UNUSED = "unused", _("not used")


SERIOUS = frozenset({Mark.NO_ALT, Mark.USE_ENDED, Mark.CONSENT_ENDED, Mark.WAITING, Mark.REFUSED, Mark.NOT_ACCESSIBLE})
OF_PICTURES = [mark for mark in Mark if mark != Mark.NOT_ACCESSIBLE]
OF_DOCUMENTS = [mark for mark in Mark if mark not in {Mark.NO_ALT, Mark.CONSENT_ENDED}]


def marks_of(file: Any, today: date, *, uses: int) -> list[Mark]:
    """Return what is said of one file; public or private always comes first."""
    use, consent = file.use_until, getattr(file, "consent_until", None)
    ends = [end for end in (use, consent) if end is not None]
    said = {
        Mark.PUBLIC: file.is_open,
        Mark.PRIVATE: not file.is_open,
        Mark.NO_ALT: isinstance(file, Image) and not file.alt_de,
        Mark.USE_ENDED: use is not None and use < today,
        Mark.CONSENT_ENDED: consent is not None and consent < today,
        Mark.ENDING: any(today <= end <= today + SOON for end in ends),
        Mark.WAITING: file.scan == Scan.WAITING,
        Mark.REFUSED: file.scan == Scan.REFUSED,
        Mark.NOT_ACCESSIBLE: isinstance(file, Document) and file.accessible != Accessible.YES,
        Mark.UNUSED: not uses,
    }
    return [mark for mark in Mark if said[mark]]


def narrowed(files: QuerySet[Any], marks: list[str], today: date) -> QuerySet[Any]:
    """Return the files that carry every one of these marks; by a subquery, since a search knows few fields."""
    model: Any = files.model
    found = model._default_manager.all()
    for mark in marks:
        found = found.filter(_condition(model, Mark(mark), today))
    return files.filter(pk__in=found.values("pk"))


def _condition(model: Any, mark: Mark, today: date) -> Q:
    """Return the condition of one mark, the same as `marks_of` says."""
    is_picture = model is Image
    ends = ["use_until", "consent_until"] if is_picture else ["use_until"]
    ended, ending = Q(), Q()
    for end in ends:
        ended |= Q(**{f"{end}__lt": today})
        ending |= Q(**{f"{end}__range": (today, today + SOON)})
    is_open = Q(is_public=True, scan__in=[Scan.CLEAN, Scan.OFF]) & ~Q(pk__in=model._default_manager.filter(ended))
    nothing = Q(pk__in=[])
    conditions = {
        Mark.PUBLIC: is_open,
        Mark.PRIVATE: ~is_open,
        Mark.NO_ALT: Q(alt_de="") if is_picture else nothing,
        Mark.USE_ENDED: Q(use_until__lt=today),
        Mark.CONSENT_ENDED: Q(consent_until__lt=today) if is_picture else nothing,
        Mark.ENDING: ending,
        Mark.WAITING: Q(scan=Scan.WAITING),
        Mark.REFUSED: Q(scan=Scan.REFUSED),
        Mark.NOT_ACCESSIBLE: nothing if is_picture else ~Q(accessible=Accessible.YES),
        Mark.UNUSED: ~Q(pk__in=_used(model)),
    }
    return conditions[mark]


def _used(model: Any) -> QuerySet[Any]:
    """Return the numbers of the files that something refers to, as a subquery."""
    references = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(model))
    return references.annotate(number=Cast("to_object_id", IntegerField())).values("number")
