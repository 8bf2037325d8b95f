"""Comparing a question with the register: every searchable entry is opened and compared, or there is no answer."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.crypto import Unreadable
from zemag.asking import Asked, readable
from zemag.clocks import add_months, local_day
from zemag.matching import Birth, Level, Match, Matcher, MatchProfile, Person, read_address
from zemag.matching.address import Address, AddressCode, compare_addresses
from zemag.models import Certainty, EntryState, Outcome, RegisterEntry, RegisterPerson
from zemag.profiles import Profile
from zemag.sealing import unseal_all

MOST_POSSIBLE = 3
IN_REVIEW = (EntryState.DUE_REVIEW, EntryState.RESTRICTED)


@dataclass(frozen=True, slots=True)
class Record:
    """An entry, opened; `addresses` are those that an inquiry by address may find, each with its last day."""

    entry: RegisterEntry
    content: dict[str, Any]
    person: Person
    addresses: tuple[tuple[Address, datetime.date], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that answers a question."""

    record: Record
    certainty: Certainty
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one row; `shown` becomes cards, `count` and `highest` stand for what is not shown."""

    outcome: Outcome
    shown: tuple[Found, ...] = ()
    count: int = 0
    highest: int = 0


def searchable(now: datetime.datetime) -> QuerySet[RegisterEntry]:
    """Return the entries that are compared (settled decision 1); periods end here, whether a job ran or not.

    States that hide are named, so that a state nobody thought of is compared rather than hidden.
    """
    rows = RegisterEntry.objects.exclude(state__in=[EntryState.PROPOSED, EntryState.DELETED])
    rows = rows.exclude(state=EntryState.RESTRICTED, is_protected=False)
    rows = rows.exclude(state=EntryState.PROVISIONAL, provisional_until__lte=now)
    return rows.filter(delete_on__gte=local_day(now))


def load(now: datetime.datetime, profile: Profile, only: Iterable[uuid.UUID] | None = None) -> list[Record]:
    """Open the searchable entries (of these, if named); raise Unreadable when a single one cannot be read."""
    rows = searchable(now).order_by("pk")
    entries = list(rows if only is None else rows.filter(pk__in=list(only)))
    # Not by a join: an entry whose person is gone must be noticed, not left out.
    people = RegisterPerson.objects.in_bulk([entry.person_id for entry in entries])
    if len(people) != len({entry.person_id for entry in entries}):
        raise Unreadable(RegisterPerson._meta.label)
    opened = dict(zip(people, unseal_all(list(people.values())), strict=True))
    contents = unseal_all(entries)
    try:
        return [
            _record(entry, content, opened[entry.person_id], profile)
            for entry, content in zip(entries, contents, strict=True)
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unreadable(RegisterEntry._meta.label) from None


def _record(entry: RegisterEntry, content: dict[str, Any], person: dict[str, Any], profile: Profile) -> Record:
    """Put together what is compared; content that is not as it must be raises ValueError or its like."""
    names = tuple((str(given), str(family)) for given, family in person["names"])
    if not names or not all(readable(family) for _given, family in names):
        raise ValueError("a name that cannot be compared")
    kept = [(_place(address), datetime.date.fromisoformat(address["on"])) for address in person["addresses"]]
    given_on = [(made, day) for made, day in kept if made]
    places = [(made, add_months(day, profile.address_months)) for made, day in given_on]
    scene = content["place"]
    if scene is not None and (made := _place(scene)):
        month = datetime.date.fromisoformat(f"{entry.occurred_month}-01")
        places.append((made, add_months(month, profile.address_months + 1)))
    who = Person(names, birth_of(person["birth"]), tuple(made for made, _day in given_on), entry.person_id)
    return Record(entry, content, who, tuple(places))


def birth_of(kept: Sequence[int] | None) -> Birth | None:
    """Return a stored birth date: year, month and day, the last two 0 when unknown."""
    if kept is None:
        return None
    year, month, day = kept
    return Birth(int(year), int(month), int(day))


def _place(kept: dict[str, str]) -> Address | None:
    return read_address(kept["street"], kept["number"])


def compare(asked: Asked, records: Sequence[Record], profile: Profile, today: datetime.date) -> Result:
    """Return the answer to one question."""
    found = _by_person(asked, records, profile)
    taken = {item.record.entry.pk for item in found}
    found += [item for item in _by_address(asked, records, today) if item.record.entry.pk not in taken]
    if not found:
        return Result(Outcome.NONE)
    possible = [item for item in found if item.certainty is Certainty.POSSIBLE]
    people = {item.record.entry.person_id for item in possible}
    if len(people) <= MOST_POSSIBLE:
        return Result(Outcome.HIT, tuple(found))
    shown = tuple(item for item in found if item.certainty is not Certainty.POSSIBLE)
    highest = max(item.record.entry.level for item in possible)
    outcome = Outcome.SUMMARY if asked.question.unobtainable else Outcome.NARROW
    return Result(outcome, shown, len(people), highest)


def _by_person(asked: Asked, records: Sequence[Record], profile: Profile) -> list[Found]:
    if asked.person is None:
        return []
    matcher = Matcher(MatchProfile.of(profile.matching))
    entries: dict[Any, list[Record]] = {}
    for record in records:
        entries.setdefault(record.person.key, []).append(record)
    people = [of_person[0].person for of_person in entries.values()]
    found = []
    for hit in matcher.rank(asked.person, people):
        certainty = Certainty.SURE if hit.match.level is Level.SURE else Certainty.POSSIBLE
        found += [Found(record, certainty, hit.match) for record in entries[hit.person.key]]
    return found


def _by_address(asked: Asked, records: Sequence[Record], today: datetime.date) -> list[Found]:
    if asked.address is None:
        return []
    return [
        Found(record, Certainty.ADDRESS)
        for record in records
        if any(day >= today and _same_place(asked.address, place) for place, day in record.addresses)
    ]


def _same_place(one: Address, other: Address) -> bool:
    return compare_addresses((one,), (other,)) in (AddressCode.EQUAL, AddressCode.SIMILAR)
