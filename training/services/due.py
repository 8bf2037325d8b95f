"""What is due by the clock: read again under the lock of its date, so two ticks at once do no harm."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import F, Q

from training.models import ACTIVE, Booking, Certificate, CourseDate, DateState, Place, Status
from training.services import calling_off, cancelling, certificates, expiring
from training.services.ledger import locked_date
from training.services.queue import promote
from training.services.record import note

logger = logging.getLogger("training.tick")
ARCHIVE_AFTER = timedelta(days=365)
BATCH = 1_000
TOGETHER = 20


def each(name: str, items: Iterable[Any], call: Callable[[Any], int]) -> int:
    """Do something for each item and return how much was done; one that fails is logged and does not stop the rest."""
    done = 0
    for item in items:
        try:
            done += call(item)
        except Exception:
            logger.exception(
                "item of the training tick failed", extra={"action": f"{name} {getattr(item, 'pk', item)}"}
            )
    return done


def expire(now: datetime) -> int:
    """End requests and offers whose time is over (T5, T8), those of one date together, a few at a time."""
    over = Q(status=Status.REQUESTED, approval_until__lte=now) | Q(status=Status.OFFERED, offer_until__lte=now)
    rows = Booking.objects.filter(over).order_by("date_id", "pk").values_list("date_id", "pk")[:BATCH]
    return each("expire", _few(rows), lambda item: expiring.expire(date_id=item[0], keys=item[1], now=now))


def _few(rows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    """Return rows of date and booking as dates with a few bookings: a date is locked for a moment only."""
    for date_id, found in groupby(rows, key=itemgetter(0)):
        keys = [pk for _date, pk in found]
        for start in range(0, len(keys), TOGETHER):
            yield date_id, keys[start : start + TOGETHER]


def begin_dates(now: datetime) -> int:
    """End what the start of a date ends (T18), and free people for the course once a date is over (settled.md 18)."""
    begun = Booking.objects.filter(status__in=ACTIVE, date__state=DateState.PUBLISHED, date__starts_at__lte=now)
    rows = begun.filter(~Q(status=Status.CONFIRMED) | Q(exclusive=True, date__ends_at__lte=now))
    found = list(rows.values_list("date_id", "status")[:BATCH])
    waiting = sorted({pk for pk, status in found if status != Status.CONFIRMED})
    booked = sorted({pk for pk, status in found if status == Status.CONFIRMED})
    done = each("begin", waiting, lambda pk: calling_off.begin(date_id=pk, now=now))
    return done + each("exclusive", booked, lambda pk: _end_exclusive(pk, now))


def _end_exclusive(pk: int, now: datetime) -> int:
    with locked_date(pk) as ledger:
        if now < ledger.date.ends_at:
            return 0
        return Booking.objects.filter(date=ledger.date, status__in=ACTIVE, exclusive=True).update(exclusive=False)


def sweep(now: datetime) -> int:
    """Look for people who wait beside a free seat (I3); a find is an error of the program, and is mended."""
    rows = CourseDate.objects.filter(
        state=DateState.PUBLISHED, promote_until__gt=now, seats__seats_taken__lt=F("seats__capacity")
    ).filter(bookings__place=Place.QUEUE)
    keys = sorted(set(rows.values_list("pk", flat=True)))
    return each("sweep", keys, lambda pk: _sweep(pk, now))


def _sweep(pk: int, now: datetime) -> int:
    with locked_date(pk) as ledger:
        found = promote(ledger, now)
    if found:
        logger.error("a seat was free beside a queue", extra={"action": f"sweep {pk}"})
    return found


def archive(now: datetime) -> int:
    """T22: twelve months after a date was held."""
    rows = CourseDate.objects.filter(state=DateState.HELD, held_at__lte=now - ARCHIVE_AFTER).values_list(
        "pk", flat=True
    )
    return each("archive", list(rows[:BATCH]), lambda pk: _archive(pk, now))


def _archive(pk: int, now: datetime) -> bool:
    with locked_date(pk) as ledger:
        if ledger.date.state != DateState.HELD:
            return False
        ledger.date.state = DateState.ARCHIVED
        ledger.date.save(update_fields=["state"])
        note(ledger, kind="archived", actor=None, now=now, old=DateState.HELD, new=DateState.ARCHIVED)
    return True


def cancel_of_leavers(now: datetime) -> int:
    """End future bookings of people whose account has ended (settled.md 17)."""
    rows = Booking.objects.filter(status__in=ACTIVE, person__is_active=False, date__starts_at__gt=now).order_by("pk")
    return each("leaver", rows[:BATCH], lambda row: cancelling.cancel_of_leaver(booking=row, now=now))


def issue_certificates(now: datetime) -> int:
    """Number certificates and make their files."""
    return each("certificate", certificates.unfinished(), lambda row: _finish(row, now))


def _finish(booking: Booking, now: datetime) -> bool:
    """Number a certificate where there is none, then make its file."""
    found = Certificate.objects.filter(booking=booking).first() or certificates.issue(booking=booking, now=now)
    return found is not None and certificates.make_file(certificate=found, now=now)
