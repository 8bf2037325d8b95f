"""After a hit: its details with a reason, what will be done about it, and the look at emergency inquiries."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError

from accounts.crypto import Unreadable
from accounts.models import User
from zemag import kinds, sealing
from zemag.asking import Question, read_question
from zemag.clocks import add_months, local_day
from zemag.matching import Matcher, MatchProfile
from zemag.models import Acknowledgement, Grant, InquiryHit, InquiryInput, RegisterEntry, Role
from zemag.permissions import grants_of
from zemag.services import logbook
from zemag.services.answers import Card, Detail, card_of
from zemag.services.entries import checked, released_profile
from zemag.services.errors import CannotAnswer, Denied, NotFound, Refused, WrongState
from zemag.services.late import OPEN_FOR
from zemag.services.ledger import REGISTER, reading, transaction_of
from zemag.services.looking import Record, load

COUNTED_MONTHS = 24


def _own_hit(actor: User, hit_id: uuid.UUID, now: datetime) -> tuple[InquiryHit, Grant]:
    """Return a hit of an own inquiry and the grant that lets its owner see it; else NotFound or Denied."""
    hit = InquiryHit.objects.select_related("item__inquiry__task_area").filter(pk=hit_id).first()
    if hit is None or hit.item.inquiry.actor != actor.uuid:
        raise NotFound
    grants = [
        grant
        for grant in grants_of(actor, Role.ENQUIRER, local_day(now))
        if grant.task_area_id == hit.item.inquiry.task_area_id
    ]
    if not grants:
        raise Denied
    return hit, grants[0]


def _opened(hits: Sequence[InquiryHit], now: datetime) -> dict[uuid.UUID, Record]:
    """Return the records of hits; those that are not searchable any more are missing. Raise CannotAnswer."""
    try:
        found = load(now, released_profile(), only={hit.entry_id for hit in hits})
    except Unreadable as fault:
        raise CannotAnswer("unreadable") from fault
    return {record.entry.pk: record for record in found}


def details(*, hit_id: uuid.UUID, actor: User, reason: str, now: datetime) -> Detail:
    """Return how alike each attribute is, the neutral line and incidents in 24 months; needs a reason, is logged."""
    why = checked(reason)
    with logbook.denials(actor, now, "zemag.detail"), reading(REGISTER):
        hit, grant = _own_hit(actor, hit_id, now)
        typed = InquiryInput.objects.filter(item=hit.item).first()
        record = _opened([hit], now).get(hit.entry_id)
        if record is None or typed is None:
            raise WrongState
        found = _detail(record, typed, now)
        logbook.write(
            "detail",
            actor=actor,
            now=now,
            grant=grant,
            purpose=hit.item.inquiry.purpose,
            subject=f"zemag.RegisterEntry {hit.entry_id}",
            text={"reason": why},
        )
    return found


def _detail(record: Record, typed: InquiryInput, now: datetime) -> Detail:
    try:
        asked = read_question(Question(**sealing.unseal(typed)), local_day(now))
    except (Unreadable, ValidationError, TypeError) as fault:
        raise CannotAnswer("unreadable") from fault
    reasons: tuple[str, ...] = ()
    if asked.person is not None:
        reasons = Matcher(MatchProfile.of(released_profile().matching)).match(asked.person, record.person).reasons
    since = f"{add_months(local_day(now), -COUNTED_MONTHS):%Y-%m}"
    same = RegisterEntry.objects.filter(person=record.entry.person_id).values_list("pk", flat=True)
    entries = load(now, released_profile(), only=same)
    return Detail(reasons, record.line, sum(item.entry.occurred_month >= since for item in entries))


def acknowledge(
    *, hit_id: uuid.UUID, actor: User, measures: Sequence[str], cancelled: bool, now: datetime
) -> Acknowledgement:
    """Keep what somebody will do about a hit: at least one measure, or the visit does not take place. Once.

    Raise Refused for measures that are not offered.
    """
    if not set(measures) <= kinds.offered_codes(kinds.measures()) or not (measures or cancelled):
        raise Refused
    with logbook.denials(actor, now, "zemag.ack"), reading(REGISTER):
        hit, grant = _own_hit(actor, hit_id, now)
        if Acknowledgement.objects.filter(hit=hit).exists():
            raise WrongState
        made = Acknowledgement(hit=hit, at=now, is_cancelled=cancelled)
        sealing.seal(made, {"measures": sorted(measures)})
        made.save(force_insert=True)
        result = "cancelled" if cancelled else "planned"
        subject = f"zemag.RegisterEntry {hit.entry_id}"
        logbook.write("ack", actor=actor, now=now, grant=grant, subject=subject, result=result)
    return made


def open_hits(*, actor: User, now: datetime) -> list[Card]:
    """Return the cards of own hits of the last 16 hours that nobody acknowledged, late ones first; logged as a view."""
    with logbook.denials(actor, now, "zemag.hits"), transaction_of():
        grants = grants_of(actor, Role.ENQUIRER, local_day(now))
        if not grants:
            raise Denied
        hits = list(
            InquiryHit.objects.filter(
                item__inquiry__actor=actor.uuid, acknowledgement=None, found_at__gt=now - OPEN_FOR
            ).order_by("-is_late", "found_at")
        )
        records = _opened(hits, now)
        logbook.write("view", actor=actor, now=now, grant=grants[0], subject="zemag.hits", result=str(len(hits)))
    return [card_of(hit, records[hit.entry_id]) for hit in hits if hit.entry_id in records]
