"""The document of a certificate: tagged (PDF/UA-1), its data handed over as JSON, never as source."""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

from training.addresses import check_url
from training.mails import part_line, parts_of
from training.models import AttendanceMark, Certificate, CertificateKind

SOURCE = Path(__file__).with_name("certificate.typ")
# Every face has it; shown for a sign that no face has.
UNKNOWN = "\N{WHITE SQUARE}"
UNWANTED = {"Co", "Cc", "Cs", "Cn"}


class FontsMissing(Exception):
    """The fonts of documents were not set up (`make assets`)."""


def cleaned(text: str) -> str:
    """Return a name as it is stored: composed, without private signs, byte order marks and control signs."""
    kept = [sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) not in UNWANTED]
    return " ".join("".join(kept).replace("\N{ZERO WIDTH NO-BREAK SPACE}", "").split())


@cache
def _known_signs() -> frozenset[int]:
    """Return what the regular and the bold face both have."""
    faces = sorted(Path(settings.PDF_FONTS).glob("*.ttf"))
    if not faces:
        raise FontsMissing(str(settings.PDF_FONTS))
    return frozenset.intersection(*(frozenset(TTFont(face, lazy=True).getBestCmap()) for face in faces))


@cache
def _fonts() -> typst.Fonts:
    """Return the product's own fonts alone, so that no other face can slip in (settled.md 25)."""
    if not _known_signs():
        raise FontsMissing
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(settings.PDF_FONTS)])


def printable(text: str) -> str:
    """Return a text in which every sign has a shape: base letters instead of rare marks, else a square."""
    known = _known_signs()
    out = []
    for sign in text:
        if ord(sign) in known:
            out.append(sign)
            continue
        base = "".join(part for part in unicodedata.normalize("NFKD", sign) if ord(part) in known)
        out.append(base or (UNKNOWN if ord(UNKNOWN) in known else "?"))
    return "".join(out)


def render(certificate: Certificate) -> tuple[bytes, bool]:
    """Return the PDF, and whether a sign of the name or title had to be replaced."""
    with translation.override(certificate.language):
        data = _data(certificate)
    text = json.dumps(data, ensure_ascii=False)
    return compiled(SOURCE, data), printable(text) != text


def compiled(source: Path, data: dict[str, object]) -> bytes:
    """Return a tagged PDF of a source with this data, in which every sign has a shape."""
    document: bytes = typst.compile(
        source,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        font_paths=_fonts(),
    )
    return document


def _printable(value: Any) -> Any:
    """Return the data with signs that have a shape, in lists and tables too."""
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list) else printable(str(value))


def _data(certificate: Certificate) -> dict[str, object]:
    """Return what stands on the certificate, in the language that is active."""
    booking = certificate.booking
    course = booking.course
    full = certificate.kind == CertificateKind.FULL
    facts = [_("Units of 45 minutes: %(units)s") % {"units": course.units}]
    if not full:
        facts.append(_("Attended: %(there)s of %(all)s minutes") % minutes_there(certificate))
    if certificate.valid_until:
        facts.append(_("Valid until %(day)s") % {"day": date_format(certificate.valid_until, "DATE_FORMAT")})
    issued = date_format(certificate.issued_on, "DATE_FORMAT")
    return {
        "lang": certificate.language,
        "issuer": _("Centre for Crime Prevention and Security"),
        "title": _("Certificate of attendance") if full else _("Certificate of partial attendance"),
        "holder": certificate.holder_name,
        "sentence": _("has taken part in the course") if full else _("has taken part in a part of the course"),
        "course": course.title_in(certificate.language),
        "parts": [part_line(part) for part in parts_of(booking.date)],
        "facts": facts,
        "check": [
            _("Number %(number)s, version %(version)s, issued on %(day)s")
            % {"number": certificate.number, "version": certificate.version, "day": issued},
            _("Check code: %(code)s") % {"code": certificate.code},
            _("To be checked with code and family name at %(url)s") % {"url": check_url(certificate.language)},
        ],
    }


def minutes_there(certificate: Certificate) -> dict[str, int]:
    """Return minutes of attendance and of the whole date."""
    marks = AttendanceMark.objects.filter(booking=certificate.booking, part__is_withdrawn=False)
    return {
        "there": sum(marks.values_list("minutes", flat=True)),
        "all": sum(part.minutes for part in parts_of(certificate.booking.date)),
    }
