"""PDF files: readable by pypdf, without script, launch, embedded file or password (security design, section 7)."""

import logging
import time
import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from pages.uploads.basics import ACTIVE, LOCKED, NOT_WHAT_IT_SAYS, check_magic

MAX_SECONDS = 4
MAX_TAIL = 1024
MAX_DEPTH = 60
TOO_COMPLEX = _("The PDF cannot be checked. Please save it again, for example by printing it to PDF.")
# Names of ISO 32000 that run something, carry a file or hand a form over.
ACTIVE_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/RichMedia", "/XFA", "/Rendition"}
)
ACTIVE_TYPES = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/GoToE",
        "/GoToR",
        "/SubmitForm",
        "/ImportData",
        "/Rendition",
        "/RichMedia",
        "/RichMediaExecute",
        "/EmbeddedFile",
        "/FileAttachment",
        "/Movie",
        "/Sound",
        "/3D",
        "/Screen",
    }
)


def check_pdf(file: Any) -> None:
    """Refuse what is no PDF alone, what is locked, and what runs or carries something."""
    check_magic(file, frozenset({"application/pdf"}))
    if file.read(5) != b"%PDF-" or _has_foreign_end(file) or zipfile.is_zipfile(file):
        raise ValidationError(NOT_WHAT_IT_SAYS)
    file.seek(0)
    try:
        found = _verdict(file)
    except Exception:
        # A parser of foreign bytes fails in many ways; whatever it is, the file is not let in.
        raise ValidationError(TOO_COMPLEX) from None
    if found is not None:
        raise ValidationError(found)


def _has_foreign_end(file: Any) -> bool:
    """Return whether anything but a few bytes stands behind the last end mark."""
    file.seek(max(0, file.size - MAX_TAIL))
    return b"%%EOF" not in file.read()


def _verdict(file: Any) -> Any:
    """Return the sentence of refusal, or None."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        return LOCKED
    if not reader.pages:
        return TOO_COMPLEX
    deadline = time.monotonic() + MAX_SECONDS
    for item in _objects(reader):
        if time.monotonic() > deadline:
            return TOO_COMPLEX
        if _is_active(item, 0):
            return ACTIVE
    return None


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Yield every object of the file, also those that no page leads to."""
    yield reader.trailer
    for generation, offsets in reader.xref.items():
        for number in offsets:
            if number:
                yield reader.get_object(IndirectObject(number, generation, reader))
    for number in reader.xref_objStm:
        yield reader.get_object(IndirectObject(number, 0, reader))


def _is_active(item: Any, depth: int) -> bool:
    """Return whether an object runs or carries something; references are looked at where they stand."""
    if isinstance(item, IndirectObject | NullObject):
        return False
    if depth > MAX_DEPTH:
        return True
    if isinstance(item, ArrayObject):
        return any(_is_active(part, depth + 1) for part in item)
    if not isinstance(item, DictionaryObject):
        return False
    names = {str(item.raw_get(key)) for key in ("/S", "/Type", "/Subtype") if key in item}
    if ACTIVE_KEYS & set(item) or ACTIVE_TYPES & names:
        return True
    return any(_is_active(item.raw_get(key), depth + 1) for key in item)
