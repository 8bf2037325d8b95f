"""Deadlines of a date, and what a change of them does to running approvals and offers (settled.md T2)."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.models import Booking, CourseDate, Status
from training.moments import DAY, approval_limit, shifted
from training.services.ledger import Ledger

MOMENTS = (
    "registration_opens",
    "registration_closes",
    "cancel_until",
    "auto_promote_until",
    "promote_until",
    "decide_by",
)


@dataclass(frozen=True)
class DeadlineSet:
    """Deadlines of a date; None leaves one as it is, or lets it follow from the start."""

    registration_opens: datetime | None = None
    registration_closes: datetime | None = None
    cancel_until: datetime | None = None
    auto_promote_until: datetime | None = None
    promote_until: datetime | None = None
    decide_by: datetime | None = None
    offer_hours: int | None = None
    approval_days: int | None = None

    def given(self) -> dict[str, Any]:
        """Return the ones that were given."""
        return {name.name: value for name in fields(self) if (value := getattr(self, name.name)) is not None}

    def filled(self, start: datetime, now: datetime) -> dict[str, Any]:
        """Return all of them for a new date: a week before the start, or a day, by default."""
        promote = self.promote_until or shifted(start, -DAY)
        usual = {
            "registration_opens": min(now, promote),
            "registration_closes": promote,
            "cancel_until": shifted(start, -7 * DAY),
            "auto_promote_until": min(shifted(start, -7 * DAY), promote),
            "promote_until": promote,
        }
        return {**usual, **self.given()}


def apply_deadlines(date: CourseDate, values: dict[str, Any]) -> list[str]:
    """Set deadlines on a date; raise ValidationError at the field that is out of order; return the names."""
    for name, value in values.items():
        setattr(date, name, value)
    wrong = {}
    if date.registration_opens >= date.registration_closes:
        wrong["registration_closes"] = _("Booking must close after it opens.")
    for name in ("registration_closes", "cancel_until", "promote_until", "decide_by"):
        moment = getattr(date, name)
        if moment is not None and moment > date.starts_at:
            wrong[name] = _("This must not be later than the start.")
    if date.auto_promote_until > date.promote_until:
        wrong["auto_promote_until"] = _("This must not be later than the end of offers.")
    if wrong:
        raise ValidationError(wrong)
    return list(values)


def moved(date: CourseDate, delta: timedelta, *, shift: bool) -> list[str]:
    """Shift every deadline with the start on the wall clock, or clamp what would lie after it; return changed names."""
    changed = []
    for name in MOMENTS:
        old = getattr(date, name)
        if old is None:
            continue
        new = shifted(old, delta) if shift else min(old, date.starts_at)
        if new != old:
            setattr(date, name, new)
            changed.append(name)
    limit = min(date.promote_until, date.starts_at)
    for name, most in (
        ("promote_until", limit),
        ("auto_promote_until", limit),
        ("registration_closes", date.starts_at),
    ):
        if getattr(date, name) > most:
            setattr(date, name, most)
            changed.append(name)
    if date.registration_opens >= date.registration_closes:
        date.registration_opens = date.registration_closes - timedelta(minutes=1)
        changed.append("registration_opens")
    return list(dict.fromkeys(changed))


def clamp_bookings(ledger: Ledger, now: datetime, delta: timedelta = timedelta(0)) -> None:
    """Keep stored deadlines of requests and offers inside those of the date; with a delta shift them first."""
    date = ledger.date
    for booking in Booking.objects.filter(date=date, status__in=[Status.REQUESTED, Status.OFFERED]):
        name = "approval_until" if booking.status == Status.REQUESTED else "offer_until"
        limit = approval_limit(date, now) if name == "approval_until" else date.promote_until
        old = getattr(booking, name)
        new = min(old + delta, limit)
        if new != old:
            setattr(booking, name, new)
            booking.save(update_fields=[name])
