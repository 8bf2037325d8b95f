"""Requests that nobody decided and offers that nobody accepted end in time (T5, T8)."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import OperationalError

from training.models import Booking, Place, Status
from training.services.ledger import Ledger, locked_date
from training.services.queue import promote
from training.services.steps import step, to_approvers

logger = logging.getLogger("training.tick")


def expire(*, date_id: int, keys: Sequence[int], now: datetime) -> int:
    """End those bookings of one date whose time is over; return how many.

    Each has a savepoint of its own: one that fails is logged and left for the next tick. The queue moves up once, after
    all of them, so nobody is promoted whose own time is over.
    """
    done = 0
    with locked_date(date_id) as ledger:
        found = Booking.objects.select_related("person", "course").in_bulk(keys)
        for key in keys:
            try:
                with ledger.attempt():
                    done += key in found and _end(ledger, found[key], now)
            except OperationalError:
                raise
            except Exception:
                logger.exception("item of the training tick failed", extra={"action": f"expire {key}"})
        if done:
            promote(ledger, now)
    return done


def _end(ledger: Ledger, booking: Booking, now: datetime) -> bool:
    """End one of them, whichever it is by now; return whether its time was over."""
    if booking.status == Status.REQUESTED and booking.approval_until is not None and now >= booking.approval_until:
        _end_request(ledger, booking, now)
        return True
    if booking.status == Status.OFFERED and booking.offer_until is not None and now >= booking.offer_until:
        _end_offer(ledger, booking, now)
        return True
    return False


def _end_request(ledger: Ledger, booking: Booking, now: datetime) -> None:
    """T5: tell the participant and those who did not decide."""
    event = step(
        ledger,
        booking,
        kind="approval_expired",
        actor=None,
        now=now,
        status=Status.EXPIRED,
        place=Place.NONE,
        tell="approval_expired",
    )
    to_approvers(event, booking, "expired", now)


def _end_offer(ledger: Ledger, booking: Booking, now: datetime) -> None:
    """T8."""
    step(
        ledger,
        booking,
        kind="offer_expired",
        actor=None,
        now=now,
        status=Status.EXPIRED,
        place=Place.NONE,
        tell="offer_expired",
    )
