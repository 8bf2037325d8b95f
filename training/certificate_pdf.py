"""The document of a certificate: tagged (PDF/UA-1), its data handed over as JSON, never as source."""

import json
from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.pdf import compiled, printable
from training.addresses import check_url
from training.mails import part_line, parts_of
from training.models import AttendanceMark, Certificate, CertificateKind

SOURCE = Path(__file__).with_name("certificate.typ")


def render(certificate: Certificate) -> tuple[bytes, bool]:
    """Return the PDF, and whether a sign of the name or title had to be replaced."""
    with translation.override(certificate.language):
        data = _data(certificate)
    text = json.dumps(data, ensure_ascii=False)
    return compiled(SOURCE, data), printable(text) != text


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
