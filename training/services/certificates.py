"""Certificates: numbered by the tick, following corrections of attendance, checked by code and name."""

import hmac
import logging
import secrets
from datetime import date as day_type
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.pdf import cleaned
from training.certificate_pdf import render
from training.models import (
    SEATED_RESULTS,
    Booking,
    Certificate,
    CertificateCounter,
    CertificateKind,
    CertificateState,
    Status,
    TrainingEvent,
)
from training.moments import add_months
from training.services.ledger import Ledger, locked_date
from training.services.record import fresh, note
from training.services.steps import to_office, to_participant

logger = logging.getLogger("training.certificates")
# 32 signs without those that are mistaken for each other.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_SIGNS = 10


def kind_of(status: str) -> CertificateKind:
    """Return the kind of certificate for a result."""
    return CertificateKind.FULL if status == Status.ATTENDED else CertificateKind.PARTIAL


def unfinished() -> list[Booking]:
    """Return bookings with a right to a certificate that have none, or none with a file."""
    waiting = Q(certificate=None) | Q(certificate__state=CertificateState.VALID, certificate__file="")
    rows = Booking.objects.filter(waiting, status__in=SEATED_RESULTS, person__isnull=False)
    return list(rows.order_by("pk")[:200])


def issue(*, booking: Booking, now: datetime) -> Certificate | None:
    """Give a booking its number and code; the file follows outside the lock. None when it has no right to one (I12)."""
    with locked_date(booking.date_id) as ledger:
        found = fresh(booking)
        person = found.person
        if found.status not in SEATED_RESULTS or person is None or Certificate.objects.filter(booking=found).exists():
            return None
        today = timezone.localtime(now).date()
        certificate = Certificate.objects.create(
            booking=found,
            kind=kind_of(found.status),
            number=_next_number(today.year),
            code="".join(secrets.choice(ALPHABET) for _sign in range(CODE_SIGNS)),
            holder_name=cleaned(person.get_full_name() or person.email),
            holder_surname=cleaned(person.last_name or person.email)[:80],
            issued_on=today,
            valid_until=valid_until(found),
            language=found.language,
        )
        detail = {"number": certificate.number, "version": 1}
        note(ledger, kind="certificate", actor=None, now=now, booking=found, detail=detail)
    return certificate


def valid_until(booking: Booking) -> day_type | None:
    """Return the last day of a certificate; None has no end."""
    months = booking.course.validity_months
    return add_months(timezone.localtime(booking.date.ends_at), months).date() if months else None


def _next_number(year: int) -> str:
    """Return the next number of a year; the counter is locked last (training design, section 5)."""
    try:
        with transaction.atomic():
            CertificateCounter.objects.get_or_create(year=year)
    except IntegrityError:
        # Another process made the row first.
        logger.debug("counter was there")
    CertificateCounter.objects.filter(year=year).update(last=F("last") + 1)
    return f"F-{year}-{CertificateCounter.objects.get(year=year).last:06d}"


def follow_result(ledger: Ledger, booking: Booking, old: str, now: datetime) -> None:
    """Let the certificate follow a corrected result: withdrawn, or issued again with the same number (section 7)."""
    certificate = Certificate.objects.filter(booking=booking).first()
    if certificate is None or booking.status == old:
        return
    if booking.status in SEATED_RESULTS:
        certificate.kind = kind_of(booking.status)
        certificate.version += 1
        certificate.state = CertificateState.VALID
        certificate.issued_on = timezone.localtime(now).date()
        certificate.file, certificate.sha256 = "", ""
        certificate.save()
        detail = {"number": certificate.number, "version": certificate.version}
        note(ledger, kind="certificate_again", actor=None, now=now, booking=booking, detail=detail)
    elif certificate.state == CertificateState.VALID:
        certificate.state = CertificateState.WITHDRAWN
        certificate.save(update_fields=["state"])
        event = note(ledger, kind="certificate_withdrawn", actor=None, now=now, booking=booking)
        to_participant(event, booking, "certificate_withdrawn", now)


def make_file(*, certificate: Certificate, now: datetime) -> bool:
    """Make the PDF, store it and tell the holder; a version that another tick made first is kept."""
    if certificate.file:
        return False
    document, replaced = render(certificate)
    name = f"{certificate.number}-{certificate.version}-{secrets.token_hex(4)}.pdf"
    storage = Certificate._meta.get_field("file").storage
    stored = storage.save(f"certificates/{name}", ContentFile(document))
    rows = Certificate.objects.filter(pk=certificate.pk, version=certificate.version, file="")
    with transaction.atomic():
        mine = rows.update(file=stored, sha256=sha256(document).hexdigest())
        if mine:
            booking = certificate.booking
            event = TrainingEvent.objects.filter(booking=booking, kind__startswith="certificate").latest("pk")
            to_participant(event, booking, "certificate", now)
            if replaced:
                to_office(booking.date, "glyphs", f"glyphs:{certificate.pk}:{certificate.version}", now)
    if not mine:
        storage.delete(stored)
    return bool(mine)


def check(*, code: str, surname: str, today: day_type) -> str:
    """Return `valid`, `expired`, `withdrawn` or `unknown`; a wrong code and a wrong name look alike."""
    certificate = Certificate.objects.filter(code=code.strip().upper().replace(" ", "")).first()
    wanted = certificate.holder_surname if certificate else ""
    given = cleaned(surname).strip().casefold()
    if not hmac.compare_digest(given.encode(), wanted.strip().casefold().encode()) or certificate is None:
        return "unknown"
    if certificate.state == CertificateState.WITHDRAWN:
        return "withdrawn"
    return "expired" if certificate.valid_until and certificate.valid_until < today else "valid"
