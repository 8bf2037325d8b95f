"""Asking: the row of the log is written before the answer, and what was not compared is never "no entry".

The question is compared without a lock. Then, in one transaction that holds the register, it is compared again if the
register was changed in between, and inquiry, hits, watches and the rows of the log are written. The answer leaves after
the commit. Whatever goes wrong ends in CannotAnswer, with a row of the log if there is still a log.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from audit.services import LogUnavailable
from zemag import mails
from zemag.asking import Question, read_file_number, read_question
from zemag.clocks import local_day
from zemag.models import Grant, Inquiry, InquiryItem, InquiryKind, Outcome, Purpose
from zemag.permissions import enquirer
from zemag.profiles import Profile
from zemag.route import read_route
from zemag.services import conditions, limits, logbook, storing
from zemag.services.answers import Answer
from zemag.services.entries import released_profile
from zemag.services.errors import CannotAnswer, KeyReused, Refused
from zemag.services.ledger import REGISTER, reading, transaction_of, version
from zemag.services.looking import Result, compare, load, matcher_of
from zemag.services.questions import Asking, Row

EMERGENCIES = (Purpose.RESCUE, Purpose.PUBLIC_ORDER)


def ask_person(*, asking: Asking, question: Question, now: datetime) -> Answer:
    """Ask about a person; raise ValidationError, Denied, LimitReached, KeyReused or CannotAnswer."""
    with logbook.denials(asking.actor, now, "zemag.single"):
        grant = _granted(asking, "single", now)
        asked = read_question(question, local_day(now))
        if asked.person is None:
            raise ValidationError({"family": [_("Please enter the family name.")]})
        return answer(asking, grant, InquiryKind.SINGLE, [Row(1, asked, planned_at=asking.planned_at)], now)


def ask_address(*, asking: Asking, question: Question, now: datetime) -> Answer:
    """Ask about an address; raise as `ask_person`."""
    with logbook.denials(asking.actor, now, "zemag.address"):
        grant = _granted(asking, "address", now)
        return answer(asking, grant, InquiryKind.ADDRESS, [_address_row(asking, question, now)], now)


def ask_route(*, asking: Asking, data: bytes, now: datetime) -> Answer:
    """Ask about the visits of a day; raise BatchRefused, and then no row was checked, or as `ask_person`.

    A row that cannot be read is NOT_CHECKED with its reason; the others are answered.
    """
    with logbook.denials(asking.actor, now, "zemag.batch"):
        grant = _granted(asking, "batch", now)
        rows = [
            Row(row.number, row.asked, row.reference, row.reason, row.planned_at)
            for row in read_route(data, local_day(now))
        ]
        return answer(asking, grant, InquiryKind.BATCH, rows, now)


def ask_emergency(*, asking: Asking, question: Question, now: datetime) -> Answer:
    """Ask about an address on the way to an emergency; the coordinator looks at it on the next working day."""
    with logbook.denials(asking.actor, now, "zemag.break_glass"):
        grant = _granted(asking, "break_glass", now)
        if asking.purpose not in EMERGENCIES:
            raise ValidationError({"purpose": [_("An emergency inquiry is for rescue and public order alone.")]})
        return answer(asking, grant, InquiryKind.BREAK_GLASS, [_address_row(asking, question, now)], now)


def _granted(asking: Asking, mode: str, now: datetime) -> Grant:
    """Return the grant to ask in this way; raise Denied, or CannotAnswer when nobody can tell."""
    try:
        return enquirer(asking.actor, local_day(now), asking.area, mode)
    except DatabaseError as fault:
        raise CannotAnswer("database") from fault


def _address_row(asking: Asking, question: Question, now: datetime) -> Row:
    asked = read_question(Question(street=question.street, number=question.number), local_day(now))
    if asked.address is None:
        raise ValidationError({"street": [_("Please enter street and house number.")]})
    return Row(1, asked, planned_at=asking.planned_at)


def answer(asking: Asking, grant: Grant, kind: InquiryKind, rows: Sequence[Row], now: datetime) -> Answer:
    """Compare, store, log, answer; called once the right to ask is sure."""
    if asking.purpose not in Purpose.values:
        raise ValidationError({"purpose": [_("Please choose why you ask.")]})
    read_file_number(asking.file_number)
    try:
        missing = conditions.blocking(now)
        if missing:
            raise CannotAnswer(missing)
        profile = released_profile()
        limits.check(asking.actor, kind, profile, now)
        return _compared(asking, grant, kind, rows, profile, now)
    except (Refused, ValidationError):
        raise
    except Exception as fault:
        # Every fault ends here: whatever it is, it is logged as a question without an answer, and told.
        reason = fault.reason if isinstance(fault, CannotAnswer) else type(fault).__name__
        _no_answer(asking, grant, kind, rows, now)
        raise CannotAnswer(reason) from fault


def _compared(
    asking: Asking, grant: Grant, kind: InquiryKind, rows: Sequence[Row], profile: Profile, now: datetime
) -> Answer:
    seen = version(REGISTER)
    results = _results(rows, profile, now)
    flags = limits.flags(asking.actor, [row.asked for row in rows if row.asked])
    with reading(REGISTER) as current:
        if current != seen:
            results = _results(rows, profile, now)
        before = Inquiry.objects.filter(actor=asking.actor.uuid, request_key=asking.request_key).first()
        if before is not None:
            return _again(asking, grant, before, rows, results, now)
        limits.check(asking.actor, kind, profile, now)
        inquiry = storing.inquiry(asking, grant, kind, rows, flags, now)
        return storing.rows(asking, grant, inquiry, rows, results, profile, now)


def _results(rows: Sequence[Row], profile: Profile, now: datetime) -> list[Result]:
    """Compare every row that can be; the others are NOT_CHECKED."""
    records, matcher = load(now, profile), matcher_of(profile)
    today = local_day(now)
    return [compare(row.asked, records, matcher, today) if row.asked else Result(Outcome.NOT_CHECKED) for row in rows]


def _again(
    asking: Asking, grant: Grant, before: Inquiry, rows: Sequence[Row], results: Sequence[Result], now: datetime
) -> Answer:
    """Answer a form that was sent twice, as the register is now; raise KeyReused for other words."""
    if before.typed_mark != storing.mark(asking, before.kind, rows):
        raise KeyReused
    logbook.write("view", actor=asking.actor, now=now, grant=grant, subject=logbook.subject_of(before), result="again")
    items = list(InquiryItem.objects.filter(inquiry=before).order_by("number"))
    hits = []
    for item, result in zip(items, results, strict=True):
        InquiryItem.objects.filter(pk=item.pk).update(outcome=result.outcome)
        hits += storing.hits(item, result, now)
    return storing.answer_of(before, rows, items, hits, results)


def _no_answer(asking: Asking, grant: Grant, kind: InquiryKind, rows: Sequence[Row], now: datetime) -> None:
    """Log that there was no answer, and tell those who can help; without a log there is nothing more to do."""
    action = "batch_row" if kind is InquiryKind.BATCH else "search"
    try:
        with transaction_of():
            for row in rows:
                logbook.write(
                    action,
                    actor=asking.actor,
                    now=now,
                    grant=grant,
                    purpose=asking.purpose,
                    result="error",
                    typed=row.asked.question.typed if row.asked else "",
                )
        with transaction_of():
            mails.tell_of_fault(now)
    except (LogUnavailable, DatabaseError):
        return
