"""What stays of an inquiry: rows, hits, what was typed (sealed), watches, and the rows of the log."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from zemag import sealing
from zemag.clocks import add_working_days, end_of_day, local_day
from zemag.models import (
    Grant,
    Inquiry,
    InquiryHit,
    InquiryInput,
    InquiryItem,
    InquiryKind,
    Outcome,
    Watch,
)
from zemag.profiles import Profile
from zemag.services import logbook
from zemag.services.answers import Answer, RowAnswer, card_of
from zemag.services.looking import Result
from zemag.services.questions import Asking, Row


def mark(asking: Asking, kind: str, rows: Sequence[Row]) -> str:
    """Return the keyed mark of a whole inquiry, so that a form sent twice is told from another question."""
    ring = sealing.rings()["input"]
    typed = [row.asked.question.typed if row.asked else f"{row.reference} {row.reason}" for row in rows]
    words = "\n\n".join((kind, asking.purpose, asking.area, *typed))
    return hmac.digest(ring.key(ring.newest), words.encode(), "sha256").hex()


def inquiry(
    asking: Asking, grant: Grant, kind: InquiryKind, rows: Sequence[Row], flags: list[str], now: datetime
) -> Inquiry:
    """Store who asked, why and when."""
    made = Inquiry(
        kind=kind,
        actor=asking.actor.uuid,
        department=grant.department,
        task_area=grant.task_area,
        purpose=asking.purpose,
        asked_at=now,
        planned_at=asking.planned_at,
        request_key=asking.request_key,
        typed_mark=mark(asking, kind, rows),
        flags=flags,
        review_by=add_working_days(local_day(now), 1) if kind is InquiryKind.BREAK_GLASS else None,
    )
    sealing.seal(made, {"file_number": asking.file_number.strip()})
    made.save(force_insert=True)
    Grant.objects.filter(pk=grant.pk).update(used_on=local_day(now))
    return made


def rows(
    asking: Asking,
    grant: Grant,
    inquiry: Inquiry,
    rows: Sequence[Row],
    results: Sequence[Result],
    profile: Profile,
    now: datetime,
) -> Answer:
    """Store each row with its hits and write its row of the log; return the answer, which leaves after the commit."""
    items: list[InquiryItem] = []
    found: list[InquiryHit] = []
    for row, result in zip(rows, results, strict=True):
        item = InquiryItem.objects.create(
            inquiry=inquiry, number=row.number, outcome=result.outcome, planned_at=row.planned_at
        )
        found += hits(item, result, now)
        _keep(item, row, inquiry, profile, now)
        _log(asking, grant, inquiry, item, row, now)
        items.append(item)
    return answer_of(inquiry, rows, items, found, results)


def hits(item: InquiryItem, result: Result, now: datetime) -> list[InquiryHit]:
    """Store what is shown for a row; an entry that was shown before keeps its hit."""
    return [
        InquiryHit.objects.get_or_create(
            item=item, entry_id=found.record.entry.pk, defaults={"certainty": found.certainty, "found_at": now}
        )[0]
        for found in result.shown
    ]


def _keep(item: InquiryItem, row: Row, inquiry: Inquiry, profile: Profile, now: datetime) -> None:
    """Seal what was typed, and let a visit of today be warned of what is published later."""
    if row.asked is None:
        return
    typed = InquiryInput(item=item, delete_on=local_day(now) + timedelta(days=profile.input_days))
    sealing.seal(typed, row.asked.question.values())
    typed.save(force_insert=True)
    until = _watched_until(row, inquiry, profile, now)
    if until is not None:
        watch = Watch(item=item, actor=inquiry.actor, until=until)
        sealing.seal(watch, row.asked.question.values())
        watch.save(force_insert=True)


def _watched_until(row: Row, inquiry: Inquiry, profile: Profile, now: datetime) -> datetime | None:
    """Return the end of a watch: some hours after the visit, at most 16; a route without times until midnight."""
    longest = now + timedelta(hours=profile.watch_longest_hours)
    if row.planned_at is None:
        return min(end_of_day(local_day(now)), longest) if inquiry.kind == InquiryKind.BATCH else None
    until = min(row.planned_at + timedelta(hours=profile.watch_hours), longest)
    return until if local_day(row.planned_at) == local_day(now) and until > now else None


def _log(asking: Asking, grant: Grant, inquiry: Inquiry, item: InquiryItem, row: Row, now: datetime) -> None:
    logbook.write(
        "batch_row" if inquiry.kind == InquiryKind.BATCH else "search",
        actor=asking.actor,
        now=now,
        grant=grant,
        purpose=asking.purpose,
        subject=f"zemag.InquiryItem {item.pk}",
        result=item.outcome,
        typed=row.asked.question.typed if row.asked else "",
        text={"file_number": asking.file_number.strip()},
    )


def answer_of(
    inquiry: Inquiry,
    rows: Sequence[Row],
    items: Sequence[InquiryItem],
    hits: Sequence[InquiryHit],
    results: Sequence[Result],
) -> Answer:
    """Return what is shown of the results."""
    by_place = {(hit.item_id, hit.entry_id): hit for hit in hits}
    answers = [
        RowAnswer(
            number=row.number,
            reference=row.reference,
            outcome=result.outcome,
            cards=tuple(card_of(by_place[item.pk, found.record.entry.pk], found.record) for found in result.shown),
            count=result.count,
            highest=result.highest if result.outcome is Outcome.SUMMARY else 0,
            reason=row.reason,
        )
        for row, item, result in zip(rows, items, results, strict=True)
    ]
    unknown = sum(1 for row in rows if row.asked and row.asked.person and row.asked.person.birth is None)
    return Answer(inquiry.pk, tuple(answers), unknown)
