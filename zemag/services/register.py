"""Making an entry: proposed by one, signed by another; at level 3 a lead may show it provisionally (section 6)."""

import datetime as dates
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from zemag import kinds, sealing
from zemag.asking import readable
from zemag.catalogue import HIGHEST
from zemag.clocks import add_months, local_day, provisional_ends
from zemag.models import (
    DecisionKind,
    EntryState,
    Grade,
    Incident,
    IntakePerson,
    LegalStep,
    PersonOutcome,
    RegisterEntry,
    RegisterPerson,
    Role,
    TextKind,
    Trigger,
)
from zemag.permissions import required
from zemag.profiles import Profile
from zemag.services import cases, late, logbook, people
from zemag.services.ages import is_minor
from zemag.services.entries import changed, checked, decide, erase, other_than, released_profile
from zemag.services.errors import BelowThreshold, NotFound, OnlyGuessed, PeriodOver, Refused, TriggerMissing, WrongState
from zemag.services.ledger import REGISTER, changing
from zemag.services.looking import birth_of
from zemag.services.periods import accepted, period_of

MOST_NAMES, MOST_ADDRESSES = 11, 5
LONGEST_LINE, LONGEST_NECESSITY = 200, 1_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the quality staff adds to a report; `person` is a person of the register whom this one is."""

    measures: tuple[str, ...]
    line: str
    necessity: str
    legal_basis: str
    person: uuid.UUID | None = None


def propose(
    *, incident_id: uuid.UUID, proposal: Proposal, actor: User, now: datetime, number: int | None = None
) -> RegisterEntry:
    """Propose an entry of one person of a report with a recorded trigger; raise Refused, each for its reason.

    `number` is whom of several; the same trigger carries an entry of each.
    """
    with logbook.denials(actor, now, "zemag.register"), changing(REGISTER):
        grant = required(actor, Role.QUALITY, local_day(now))
        profile = released_profile()
        incident = Incident.objects.filter(pk=incident_id).first()
        if incident is None:
            raise NotFound
        if incident.state not in people.MAKING:
            raise TriggerMissing
        entry = _entry(incident, number, proposal, actor, profile, now)
        decide(entry, DecisionKind.PROPOSED, actor=actor, now=now, action="create", grant=grant)
        people.go_on(incident, actor=actor, now=now, grant=grant)
        return entry


def _entry(
    incident: Incident, number: int | None, proposal: Proposal, actor: User, profile: Profile, now: datetime
) -> RegisterEntry:
    """Return the stored entry, after each condition was looked at."""
    intake = people.found(incident, number)
    if not people.unsettled(incident).filter(pk=intake.pk).exists():
        raise WrongState
    if intake.grade == Grade.GUESS:
        raise OnlyGuessed
    steps = _carrying(incident, intake, profile)
    reported, told = sealing.unseal(intake), sealing.unseal(incident)
    occurred = dates.date.fromisoformat(told["occurred_on"])
    minor = is_minor(birth_of(reported["birth"]), occurred, clearly_adult=intake.is_clearly_adult)
    period = period_of(incident.level, occurred, steps, profile, minor=minor)
    if period.delete_on < local_day(now):
        raise PeriodOver
    entry = RegisterEntry(
        person=_person(reported, now),
        same_as=_known(proposal.person),
        incident=incident,
        intake=intake,
        level=incident.level,
        offences=sorted(set(incident.offences.values_list("code", flat=True))),
        weapon=next(iter(incident.offences.exclude(weapon="").values_list("weapon", flat=True)), ""),
        setting=incident.setting,
        occurred_month=f"{occurred:%Y-%m}",
        is_minor=minor,
        proposed_by=actor.uuid,
        delete_on=period.delete_on,
        latest_delete_on=max(period.latest, period.delete_on),
    )
    brought = sealing.unseal(entry.person)
    sealing.seal(entry, {**_content(proposal, told, steps), "brought": brought})
    entry.save(force_insert=True)
    return entry


def _known(person: uuid.UUID | None) -> RegisterPerson | None:
    """Return the person that a proposal names; raise NotFound."""
    row = RegisterPerson.objects.filter(pk=person).first() if person else None
    if person and row is None:
        raise NotFound
    return row


def _carrying(incident: Incident, intake: IntakePerson | None, profile: Profile) -> list[LegalStep]:
    """Return the steps that carry the entry of a person; raise TriggerMissing or BelowThreshold."""
    steps = accepted(list(LegalStep.objects.filter(incident=incident).about(intake)), profile)
    if not steps:
        raise TriggerMissing
    banned = any(step.kind == Trigger.HOUSE_BAN for step in steps)
    if incident.level < 1 or (incident.level < profile.entry_threshold and not banned):
        raise BelowThreshold
    return steps


def _content(proposal: Proposal, told: dict[str, Any], steps: list[LegalStep]) -> dict[str, Any]:
    if not proposal.measures or not set(proposal.measures) <= kinds.offered_codes(kinds.measures()):
        raise Refused
    return {
        "measures": list(proposal.measures),
        "line": checked(proposal.line, LONGEST_LINE),
        "necessity": checked(proposal.necessity, LONGEST_NECESSITY),
        "legal_basis": checked(proposal.legal_basis),
        "trigger": [[step.kind, step.filed_by, step.filed_on.isoformat()] for step in steps],
        "place": told.get("place"),
    }


def _person(reported: dict[str, Any], now: datetime) -> RegisterPerson:
    """Return the stored person of a report; who it is the same as is settled by the signature, not before."""
    names = [[str(given), str(family)] for given, family in reported["names"]][:MOST_NAMES]
    if not names or not all(readable(family) for _given, family in names):
        raise OnlyGuessed
    addresses = [{**reported["address"], "on": local_day(now).isoformat()}] if reported["address"] else []
    row = RegisterPerson()
    sealing.seal(row, {"names": names, "birth": reported["birth"], "addresses": addresses})
    row.save(force_insert=True)
    return row


def _join(entry: RegisterEntry) -> None:
    """Give a signed entry to the person that it was said to be the same as, with its names and addresses."""
    known, own = entry.same_as, entry.person
    if known is None or not RegisterEntry.objects.filter(person=known).exclude(state=EntryState.DELETED).exists():
        return
    kept, more = sealing.unseal_all([known, own])
    names = [*kept["names"], *(name for name in more["names"] if name not in kept["names"])][:MOST_NAMES]
    addresses = [*more["addresses"], *kept["addresses"]][:MOST_ADDRESSES]
    sealing.seal(known, {"names": names, "birth": kept["birth"] or more["birth"], "addresses": addresses})
    known.save()
    entry.person = known
    entry.save()
    sealing.destroy([own], is_erased=False)
    own.delete()


def approve(*, entry_id: uuid.UUID, actor: User, now: datetime, expected: int | None = None) -> RegisterEntry:
    """Sign an entry as somebody else; the entry of a minor needs two signatures before it is searchable."""
    unsigned = (EntryState.PROPOSED, EntryState.PROVISIONAL)
    with changed(entry_id, actor, now, *unsigned, expected=expected) as (entry, grant):
        other_than(actor, entry.proposed_by, entry.provisional_by, entry.approved_by)
        profile = released_profile()
        if entry.incident is None:
            raise WrongState
        _carrying(entry.incident, entry.intake, profile)
        if entry.delete_on < local_day(now):
            raise PeriodOver
        if entry.is_minor and entry.approved_by is None:
            entry.approved_by = actor.uuid
            decide(entry, DecisionKind.APPROVED, actor=actor, now=now, action="approve", grant=grant)
            return entry
        _publish(entry, actor, profile, now)
        decide(entry, DecisionKind.APPROVED, actor=actor, now=now, action="publish", grant=grant)
        late.match(entry, profile, now)
    return entry


def _publish(entry: RegisterEntry, actor: User, profile: Profile, now: datetime) -> None:
    """Make an entry searchable; its report is closed once everybody whom it names is settled."""
    if entry.approved_by is None:
        entry.approved_by = actor.uuid
    else:
        entry.second_approver = actor.uuid
    entry.state, entry.published_at, entry.provisional_until = EntryState.ACTIVE, now, None
    entry.review_on = min(add_months(local_day(now), profile.review_months), entry.delete_on)
    entry.save()
    _join(entry)
    if entry.intake is not None:
        entry.intake.outcome = PersonOutcome.PUBLISHED
        entry.intake.save(update_fields=["outcome"])
    if entry.incident is not None:
        people.go_on(entry.incident, actor=actor, now=now)


def show_provisionally(*, entry_id: uuid.UUID, actor: User, now: datetime) -> RegisterEntry:
    """Show a proposed entry of level 3 at once, by a lead alone; it ends by itself without a second signature."""
    with changed(entry_id, actor, now, EntryState.PROPOSED, lead=True) as (entry, grant):
        if entry.level != HIGHEST or entry.provisional_by is not None:
            raise WrongState
        entry.state, entry.provisional_by = EntryState.PROVISIONAL, actor.uuid
        entry.provisional_until = provisional_ends(now)
        entry.save()
        decide(entry, DecisionKind.PROVISIONAL, actor=actor, now=now, action="publish", grant=grant)
        late.match(entry, released_profile(), now)
    return entry


def send_back(*, entry_id: uuid.UUID, actor: User, reason: str, now: datetime) -> RegisterEntry:
    """Return a proposal; its content is destroyed, the reason stays with the report, which can be proposed anew."""
    words = checked(reason)
    with changed(entry_id, actor, now, EntryState.PROPOSED, EntryState.PROVISIONAL) as (entry, grant):
        other_than(actor, entry.proposed_by)
        if entry.incident is not None:
            cases.add_text(entry.incident, TextKind.REASON, words, author=actor, now=now, person=entry.intake)
        incident = entry.incident
        erase(entry, actor=actor, now=now, grant=grant, kind=DecisionKind.RETURNED)
        entry.save()
        if incident is not None:
            people.go_on(incident, actor=actor, now=now, grant=grant)
    return entry
