"""The promises of training, checked on the rows (training design, section 6); read-only."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from outbox.models import OutgoingMail
from training.models import (
    ACTIVE,
    FINAL,
    RESULTS,
    SEATED_RESULTS,
    Booking,
    Certificate,
    CourseDate,
    CoursePage,
    DateSeats,
    DateState,
    Place,
    Status,
    TrainingEvent,
)

Finding = tuple[str, str]
# Events that give a seat by the order of the queue; an override is the one exception (T17).
SEATING = ("booked", "promoted", "offered", "next_by_hand")


def seats_within_capacity(now: datetime) -> Iterator[str]:
    """I1; after a date was held those who were there count (settled.md T3)."""
    held = Count("date__bookings", filter=Q(date__bookings__place=Place.SEAT))
    there = Count("date__bookings", filter=Q(date__bookings__status__in=SEATED_RESULTS))
    for seats in DateSeats.objects.annotate(held=held, there=there).filter(
        Q(held__gt=F("capacity")) | Q(there__gt=F("capacity"))
    ):
        yield f"date {seats.pk}: {max(seats.held, seats.there)} seats of {seats.capacity}"


def counter_is_right(now: datetime) -> Iterator[str]:
    """I2."""
    held = Count("date__bookings", filter=Q(date__bookings__place=Place.SEAT))
    for seats in DateSeats.objects.annotate(held=held).exclude(held=F("seats_taken")):
        yield f"date {seats.pk}: counter {seats.seats_taken}, bookings {seats.held}"


def nobody_waits_beside_a_free_seat(now: datetime) -> Iterator[str]:
    """I3."""
    rows = CourseDate.objects.filter(
        state=DateState.PUBLISHED, promote_until__gt=now, seats__seats_taken__lt=F("seats__capacity")
    )
    for pk in rows.filter(bookings__place=Place.QUEUE).values_list("pk", flat=True).distinct():
        yield f"date {pk}: a seat is free and somebody waits"


def one_active_booking(now: datetime) -> Iterator[str]:
    """I4."""
    active = Booking.objects.filter(status__in=ACTIVE, person__isnull=False)
    for row in active.values("date", "person").annotate(many=Count("pk")).filter(many__gt=1):
        yield f"date {row['date']}: {row['many']} active bookings of one person"
    exclusive = active.filter(exclusive=True)
    for found in exclusive.values("course", "person").annotate(many=Count("pk")).filter(many__gt=1):
        yield f"course {found['course']}: {found['many']} active bookings of one person"


def nobody_is_passed(now: datetime) -> Iterator[str]:
    """I5: replay each date's queue; who gets a seat must be the first, and newcomers find no queue."""
    queues: dict[int, dict[int, int]] = defaultdict(dict)
    rows = TrainingEvent.objects.filter(booking__isnull=False).exclude(old_place=F("new_place"))
    for event in rows.select_related("booking").order_by("pk").iterator(chunk_size=2_000):
        queue = queues[event.date_id]
        number = event.booking.wait_no if event.booking else None
        if event.new_place == Place.SEAT and event.kind in SEATING:
            first = min(queue, default=None)
            if first is not None and (number is None or number > first):
                yield f"date {event.date_id}: booking {event.booking_id} passed number {first} (event {event.pk})"
        if number is None:
            continue
        if event.new_place == Place.QUEUE:
            queue[number] = event.booking_id or 0
        else:
            queue.pop(number, None)


def a_booking_ends_once(now: datetime) -> Iterator[str]:
    """I6."""
    ended = TrainingEvent.objects.filter(booking__isnull=False, new_status__in=FINAL).exclude(old_status__in=FINAL)
    for row in ended.values("booking").annotate(many=Count("pk")).filter(many__gt=1):
        yield f"booking {row['booking']}: ended {row['many']} times"
    back = TrainingEvent.objects.filter(booking__isnull=False, old_status__in=FINAL, new_status__in=ACTIVE)
    for event in back:
        yield f"booking {event.booking_id}: came back (event {event.pk})"


def rows_follow_events(now: datetime) -> Iterator[str]:
    """I7."""
    state: dict[int, tuple[str, str]] = {}
    events = TrainingEvent.objects.filter(booking__isnull=False).order_by("pk")
    fields = ("pk", "booking_id", "old_status", "new_status", "old_place", "new_place")
    for pk, booking, old, new, old_place, new_place in events.values_list(*fields).iterator(chunk_size=2_000):
        if state.get(booking, ("", "")) != (old, old_place):
            yield f"booking {booking}: event {pk} does not follow the one before"
        state[booking] = (new, new_place)
    for pk, status, place in Booking.objects.values_list("pk", "status", "place").iterator(chunk_size=2_000):
        if state.get(pk) != (status, place):
            yield f"booking {pk}: row and events differ"


def one_booking_per_key(now: datetime) -> Iterator[str]:
    """I8."""
    rows = Booking.objects.filter(person__isnull=False).values("person", "request_key").annotate(many=Count("pk"))
    for row in rows.filter(many__gt=1):
        yield f"key {row['request_key']}: {row['many']} bookings"


def calendars_are_right(now: datetime) -> Iterator[str]:
    """I9: SEQUENCE rises per UID; who is booked was told so last, who left before the date was told that."""
    last: dict[str, tuple[int, str]] = {}
    of_booking: dict[int, set[str]] = defaultdict(set)
    rows = TrainingEvent.objects.filter(detail__has_key="calendar").order_by("pk")
    for pk, booking, detail in rows.values_list("pk", "booking_id", "detail").iterator(chunk_size=2_000):
        for entry in detail["calendar"]:
            before = last.get(entry["uid"])
            if before is not None and entry["sequence"] <= before[0]:
                yield f"event {pk}: SEQUENCE {entry['sequence']} after {before[0]}"
            last[entry["uid"]] = (entry["sequence"], entry["method"])
            if booking is not None:
                of_booking[booking].add(entry["uid"])
    yield from _last_words(last, of_booking)


def _last_words(last: dict[str, tuple[int, str]], of_booking: dict[int, set[str]]) -> Iterator[str]:
    """Compare the last method of each calendar entry with the booking."""
    walk_ins = set(TrainingEvent.objects.filter(kind="walk_in").values_list("booking_id", flat=True))
    quiet = {*RESULTS, Status.REQUESTED, Status.WAITING, Status.OFFERED}
    for pk, status in Booking.objects.values_list("pk", "status").iterator(chunk_size=2_000):
        methods = {last[uid][1] for uid in of_booking[pk]}
        if status == Status.CONFIRMED and "REQUEST" not in methods and pk not in walk_ins:
            yield f"booking {pk}: booked without a calendar entry"
        if status not in quiet and status != Status.CONFIRMED and "REQUEST" in methods:
            yield f"booking {pk}: ended, and its calendar entry still stands"


def one_message_per_slot(now: datetime) -> Iterator[str]:
    """I10."""
    rows = OutgoingMail.objects.filter(kind__startswith="training.").values("dedupe_key").annotate(many=Count("pk"))
    for row in rows.filter(Q(many__gt=1) | Q(dedupe_key=None)):
        yield f"mail {row['dedupe_key']}: {row['many']} times"


def pages_touch_nothing(now: datetime) -> Iterator[str]:
    """I11: dates keep their ledger, whatever happens to pages; one page per course and language."""
    for date in CourseDate.objects.filter(seats=None):
        yield f"date {date.pk}: no ledger"
    for booking in Booking.objects.exclude(course=F("date__course")):
        yield f"booking {booking.pk}: another course than its date"
    # nosemgrep: page-query a count for operators, no page is shown
    pages = CoursePage.objects.filter(course__isnull=False).values("course", "locale").annotate(many=Count("pk"))
    for row in pages.filter(many__gt=1):
        yield f"course {row['course']}: {row['many']} pages in one language"


def certificates_are_earned(now: datetime) -> Iterator[str]:
    """I12: a valid certificate only for who was there."""
    rows = Certificate.objects.filter(state="valid").exclude(booking__status__in=SEATED_RESULTS)
    for certificate in rows:
        yield f"certificate {certificate.pk}: its booking has no right to one"


CHECKS: dict[str, Callable[[datetime], Iterator[str]]] = {
    "I1": seats_within_capacity,
    "I2": counter_is_right,
    "I3": nobody_waits_beside_a_free_seat,
    "I4": one_active_booking,
    "I5": nobody_is_passed,
    "I6": a_booking_ends_once,
    "I7": rows_follow_events,
    "I8": one_booking_per_key,
    "I9": calendars_are_right,
    "I10": one_message_per_slot,
    "I11": pages_touch_nothing,
    "I12": certificates_are_earned,
}


def violations(now: datetime) -> list[Finding]:
    """Return invariant and sentence of each violation; no names."""
    return [(name, text) for name, check in CHECKS.items() for text in check(now)]


def summary(now: datetime) -> dict[str, Any]:
    """Return how much was checked and what was found."""
    return {
        "dates": CourseDate.objects.count(),
        "bookings": Booking.objects.count(),
        "events": TrainingEvent.objects.count(),
        "violations": [list(finding) for finding in violations(now)],
    }
