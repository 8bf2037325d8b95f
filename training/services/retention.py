"""How long bookings name a person, and how certificates end (training design, 14; settled.md 19)."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from training.models import ACTIVE, AttendanceMark, Booking, Certificate, TrainerQualification, TrainingEvent
from training.moments import add_months
from training.services.due import each
from training.services.ledger import locked_date

KEPT_MONTHS = 36
ENDLESS_MONTHS = 120
BATCH = 500


def run(now: datetime) -> int:
    """Delete certificates, take names out of old bookings, delete expired qualifications; return how many."""
    done = each("certificate", _old_certificates(now), delete_certificate)
    done += each("booking", _old_bookings(now), lambda row: pseudonymise(row))
    limit = add_months(timezone.localtime(now), -KEPT_MONTHS).date()
    expired = TrainerQualification.objects.filter(valid_until__lt=limit)
    return done + each("qualification", expired, lambda row: row.delete())


def _old_certificates(now: datetime) -> list[Certificate]:
    """Return certificates 36 months after their validity; without an end it counts as 120 months."""
    day = timezone.localtime(now)
    over = add_months(day, -KEPT_MONTHS).date()
    endless = add_months(day, -KEPT_MONTHS - ENDLESS_MONTHS).date()
    rows = Certificate.objects.filter(
        Q(valid_until__lt=over) | Q(valid_until=None, booking__date__ends_at__date__lt=endless)
    )
    return list(rows.order_by("pk")[:BATCH])


def delete_certificate(certificate: Certificate) -> bool:
    """Delete a certificate and its file."""
    name, storage = certificate.file.name, certificate.file.storage
    certificate.delete()
    if name:
        storage.delete(name)
    return True


def _old_bookings(now: datetime) -> list[Booking]:
    """Return bookings 36 months after their date that still name somebody and have no certificate any more."""
    limit = add_months(timezone.localtime(now), -KEPT_MONTHS)
    named = Q(person__isnull=False) | Q(booked_by__isnull=False) | Q(approved_by__isnull=False)
    rows = Booking.objects.filter(named, date__ends_at__lt=limit, certificate=None).exclude(status__in=ACTIVE)
    return list(rows.order_by("pk")[:BATCH])


def pseudonymise(booking: Booking) -> bool:
    """Take person, actors and reasons out of a booking and its log; the only change an event knows."""
    with locked_date(booking.date_id):
        Booking.objects.filter(pk=booking.pk).update(person=None, booked_by=None, approved_by=None, reason="")
        TrainingEvent.objects.filter(booking=booking).without_names()
        AttendanceMark.objects.filter(booking=booking).update(marked_by=None)
    return True
