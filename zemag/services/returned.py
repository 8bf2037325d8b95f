"""Letters that come back, notices and answers alike: the return, the query, the public notice, giving up, taking back.

What is owed stands in an `Owed`: the notice to a person, or the answer to a request. Callers hold the lock, have asked
for the right (`zemag.services.delivery`, `zemag.services.answer_delivery`), and save what is owed.
"""

import datetime as dates
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from zemag import sealing
from zemag.clocks import local_day, posting_ends, returned_due
from zemag.models import (
    HOPELESS,
    Delivery,
    DeliveryKind,
    DeliveryStep,
    Grant,
    Letter,
    NoticeState,
    Owed,
    ReturnedHow,
)
from zemag.services import letters, logbook
from zemag.services.entries import checked, other_than
from zemag.services.errors import (
    AddressBlocked,
    AddressKnown,
    NotAsked,
    StepTaken,
    TooFarAhead,
    WrongState,
)

LONGEST_LINE = 200
LONGEST_DEFERRAL = dates.timedelta(days=90)
NOT_AHEAD = _("This day lies ahead.")
# What a return changes, so that it can be taken back.
DAYS = ("sent_on", "recheck_on", "again_by")
PEOPLE = ("deferred_by", "second")
AS_THEY_ARE = ("state", "delivery", "is_undeliverable")


@dataclass(frozen=True, slots=True)
class Owing:
    """What is owed, the letters that were made for it, and who notes something about it."""

    row: Owed
    letters: QuerySet[Letter]
    actor: User
    grant: Grant
    now: datetime

    @property
    def sent(self) -> QuerySet[Letter]:
        """The letters that were sent, the last one last."""
        return self.letters.exclude(sent_on=None).order_by("sent_on", "made_at", "pk")

    @property
    def last(self) -> Letter:
        """The letter that came back and has to reach the person in another way; raise WrongState without one."""
        letter = self.sent.last()
        if letter is None or not self.row.delivery:
            raise WrongState
        return letter


def live(letter: Letter) -> QuerySet[DeliveryStep]:
    """Return the steps of a letter that count: neither a return that was taken back nor the taking back."""
    return DeliveryStep.objects.filter(letter=letter, is_void=False).exclude(kind=DeliveryKind.UNDONE)


def check_return(letter: Letter, on: dates.date, how: ReturnedHow, note: str, now: datetime) -> None:
    """Refuse a day that cannot be, a remark that is missing, and a letter that came back before."""
    if letter.sent_on is None or on < letter.sent_on:
        raise wrong("returned_on", _("The letter was not sent yet on this day."))
    _not_ahead("returned_on", on, now)
    if how == ReturnedHow.OTHER and not note.strip():
        raise wrong("note", _("Please say how it came back."))
    if live(letter).exists():
        raise WrongState


def came_back(owing: Owing, letter: Letter, on: dates.date, how: ReturnedHow, note: str) -> DeliveryStep:
    """Note a return that was checked: unless a later letter was sent, what it told is owed again."""
    words = {"note": checked(note, LONGEST_LINE) if note.strip() else ""}
    step = DeliveryStep(letter=letter, kind=DeliveryKind.RETURNED, code=how, on=on)
    _keep(owing, step, words)
    if owing.row.state == NoticeState.SENT and letter == owing.sent.last():
        before = _as_it_is(owing.row)
        owed_anew(owing.row, Delivery.RETURNED, returned_due(on, owing.row.due_on))
        sealing.seal(owing.row, {"reason": "", "before": before, "letter": str(letter.pk)})
    return step


def take_back(owing: Owing, letter: Letter, reason: str) -> DeliveryStep:
    """Take a return back that was noted by mistake: what was before stands again.

    Raise WrongState for a letter that did not come back, StepTaken once something was done about it.
    """
    words = {"reason": checked(reason)}
    steps = list(live(letter))
    if not steps:
        raise WrongState
    back = steps[0]
    if len(steps) > 1 or back.kind != DeliveryKind.RETURNED or owing.letters.filter(made_at__gt=back.noted_at).exists():
        raise StepTaken
    told = sealing.unseal(owing.row)
    if told.get("letter") == str(letter.pk):
        _stand_again(owing.row, told)
    elif letter == owing.sent.last():
        raise StepTaken
    DeliveryStep.objects.filter(pk=back.pk).update(is_void=True)
    step = DeliveryStep(letter=letter, kind=DeliveryKind.UNDONE, on=local_day(owing.now))
    _keep(owing, step, words)
    return step


def _as_it_is(row: Owed) -> dict[str, Any]:
    """Return what a return is about to change."""
    days = {name: value.isoformat() if (value := getattr(row, name)) else None for name in DAYS}
    people = {name: str(value) if (value := getattr(row, name)) else None for name in PEOPLE}
    return {name: getattr(row, name) for name in AS_THEY_ARE} | days | people | {"reason": _reason_of(row)}


def _stand_again(row: Owed, told: dict[str, Any]) -> None:
    """Put a row back to what it was before its letter came back; raise StepTaken once it is another already."""
    before = told["before"]
    if (row.state, row.delivery, row.deferred_by) != (NoticeState.OPEN, Delivery.RETURNED, None):
        raise StepTaken
    for name in AS_THEY_ARE:
        setattr(row, name, before[name])
    for name in DAYS:
        setattr(row, name, dates.date.fromisoformat(before[name]) if before[name] else None)
    for name in PEOPLE:
        setattr(row, name, uuid.UUID(before[name]) if before[name] else None)
    sealing.seal(row, {"reason": before["reason"]})


def _reason_of(row: Owed) -> str:
    return str(sealing.unseal(row)["reason"]) if bytes(row.sealed) else ""


def queried(owing: Owing, on: dates.date, authority: str, result: Delivery, address: str) -> DeliveryStep:
    """Document what the residents' register answered; it can be asked again, and the last answer counts.

    A new address ends a decision that nothing can reach the person, which then has 14 days for the letter.
    """
    where = checked(authority, LONGEST_LINE)
    if (result == Delivery.NEW_ADDRESS) != bool(address.strip()):
        told = _("Please give the new address.") if result == Delivery.NEW_ADDRESS else _("No address was told.")
        raise wrong("address", told)
    row, letter = owing.row, owing.last
    _in_order("queried_on", on, letter, owing.now)
    words = {"authority": where, "address": checked(address, letters.LONGEST_RECIPIENT) if address.strip() else ""}
    step = DeliveryStep(letter=letter, kind=DeliveryKind.QUERIED, code=result, on=on)
    _keep(owing, step, words)
    if row.is_undeliverable and result == Delivery.NEW_ADDRESS:
        owed_anew(row, result, returned_due(on, row.due_on))
    row.delivery = result
    return step


def posted(owing: Owing, on: dates.date, place: str) -> DeliveryStep:
    """Note that a letter is posted publicly; it hangs for two weeks, and counts as sent from the first day.

    Raise NotAsked, AddressKnown or AddressBlocked unless the residents' register was asked and knows no address.
    """
    where = checked(place, LONGEST_LINE)
    row, letter = owing.row, owing.last
    refusals = {Delivery.RETURNED: NotAsked, Delivery.NEW_ADDRESS: AddressKnown, Delivery.BLOCKED: AddressBlocked}
    if row.delivery in refusals:
        raise refusals[Delivery(row.delivery)]
    _in_order("posted_on", on, letter, owing.now)
    step = DeliveryStep(letter=letter, kind=DeliveryKind.POSTED, on=on, until=posting_ends(on))
    _keep(owing, step, {"place": where})
    row.state, row.sent_on, row.delivery = NoticeState.SENT, on, Delivery.POSTED
    row.deferred_by, row.second, row.recheck_on = None, None, None
    row.is_undeliverable = False
    return step


def reason_until(reason: str, recheck_on: dates.date, now: datetime) -> str:
    """Return the checked reason not to send; raise TooFarAhead for a day that is not ahead, or too far."""
    words = checked(reason)
    if not local_day(now) < recheck_on <= local_day(now) + LONGEST_DEFERRAL:
        raise TooFarAhead
    return words


def given_up(row: Owed, words: str, actor: User, recheck_on: dates.date) -> None:
    """Propose to settle that nothing can reach the person; raise NotAsked, or AddressKnown with a new address."""
    if row.delivery == Delivery.NEW_ADDRESS:
        raise AddressKnown
    if row.delivery not in HOPELESS:
        raise NotAsked
    proposed(row, words, actor, recheck_on, undeliverable=True)


def proposed(row: Owed, reason: str, actor: User, recheck_on: dates.date, *, undeliverable: bool = False) -> None:
    """Note what one person proposes: a deferral, or that nothing can be delivered."""
    row.state, row.second, row.is_undeliverable = NoticeState.OPEN, None, undeliverable
    row.deferred_by, row.recheck_on = actor.uuid, recheck_on
    sealing.seal(row, {"reason": reason})


def confirmed(row: Owed, actor: User) -> None:
    """Note that a second person agrees; raise WrongState where nothing is proposed, SamePerson."""
    if row.deferred_by is None or row.state != NoticeState.OPEN:
        raise WrongState
    other_than(actor, row.deferred_by)
    row.state, row.second = NoticeState.DEFERRED, actor.uuid


def owed_anew(row: Owed, delivery: Delivery, again_by: dates.date) -> None:
    """Owe something again whose letter came back, without what was decided before."""
    row.state, row.sent_on, row.is_undeliverable = NoticeState.OPEN, None, False
    row.deferred_by, row.second, row.recheck_on = None, None, None
    row.delivery, row.again_by = delivery, again_by
    sealing.seal(row, {"reason": ""})


def _in_order(field: str, day: dates.date, letter: Letter, now: datetime) -> None:
    """Refuse a day ahead, or one before what was noted last about a letter."""
    before = live(letter).order_by("on").last()
    if before is not None and day < before.on:
        raise wrong(field, _("This day lies before what was noted last about this letter."))
    _not_ahead(field, day, now)


def _not_ahead(field: str, day: dates.date, now: datetime) -> None:
    if day > local_day(now):
        raise wrong(field, NOT_AHEAD)


def wrong(field: str, message: Promise) -> ValidationError:
    """Return a refusal that stands beside a field."""
    return ValidationError({field: [str(message)]})


def _keep(owing: Owing, step: DeliveryStep, words: dict[str, str]) -> None:
    """Seal and store a step, with its row of the log."""
    step.noted_by, step.noted_at = owing.actor.uuid, owing.now
    sealing.seal(step, words)
    step.save(force_insert=True)
    letter = step.letter
    given: dict[str, Any] = {"actor": owing.actor, "now": owing.now, "grant": owing.grant}
    result = f"{step.kind} {step.code}".strip()
    logbook.write("letter", subject=logbook.subject_of(letter), purpose=letter.kind, result=result, **given)
