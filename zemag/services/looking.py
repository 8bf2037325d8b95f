"""Comparing a question with the register: every searchable entry is opened and compared, or there is no answer."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.crypto import Unreadable
from zemag.asking import Asked, readable
from zemag.clocks import add_months, local_day
from zemag.matching import Birth, Level, Match, Matcher, MatchProfile, Person, is_shared_by_many, read_address
from zemag.matching.address import Address, AddressCode, compare_addresses
from zemag.models import Certainty, EntryState, Outcome, RegisterEntry, RegisterPerson
from zemag.profiles import Profile
from zemag.sealing import in_pieces, unseal_each

MOST_POSSIBLE = 3
IN_REVIEW = (EntryState.DUE_REVIEW, EntryState.RESTRICTED)
Places = tuple[tuple[Address, datetime.date], ...]


class Listed(NamedTuple):
    """What comparing and the card need of the columns of an entry."""

    pk: uuid.UUID
    person_id: uuid.UUID
    state: str
    level: int
    offences: list[str]
    weapon: str
    setting: str
    occurred_month: str


@dataclass(frozen=True, slots=True)
class Record:
    """An entry, opened; `addresses` are those that an inquiry by address may find, each with its last day."""

    entry: Listed
    measures: tuple[str, ...]
    line: str
    person: Person
    addresses: Places


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
    """Open the searchable entries (of these, if named); raise Unreadable when a single one cannot be read.

    Each is opened, looked at and let go: what nobody asked for is in memory no longer than needed.
    """
    rows = searchable(now).order_by("pk")
    rows = rows if only is None else rows.filter(pk__in=list(only))
    found = [(bytes(sealed), Listed(*columns)) for sealed, *columns in rows.values_list("sealed", *Listed._fields)]
    try:
        people = _people(list({entry.person_id: None for _sealed, entry in found}), profile)
        contents = unseal_each([(RegisterEntry._meta.label, entry.pk, sealed) for sealed, entry in found])
        pairs = zip(found, contents, strict=True)
        return [_record(entry, content, people[entry.person_id], profile) for (_sealed, entry), content in pairs]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unreadable(RegisterEntry._meta.label) from None


def _people(wanted: Sequence[uuid.UUID], profile: Profile) -> dict[uuid.UUID, tuple[Person, Places]]:
    """Return the people of entries by id; not by a join: one that is gone must be noticed, not left out."""
    label, rows = RegisterPerson._meta.label, []
    for piece in in_pieces(wanted):
        stored = RegisterPerson.objects.filter(pk__in=piece).values_list("pk", "sealed")
        rows += [(label, pk, bytes(sealed)) for pk, sealed in stored]
    if len(rows) != len(wanted):
        raise Unreadable(label)
    return {pk: _person(pk, kept, profile) for (_label, pk, _sealed), kept in zip(rows, unseal_each(rows), strict=True)}


def _person(pk: uuid.UUID, kept: dict[str, Any], profile: Profile) -> tuple[Person, Places]:
    """Return what is compared of a person; content that is not as it must be raises ValueError or its like."""
    names = tuple((str(given), str(family)) for given, family in kept["names"])
    if not names or not all(readable(family) for _given, family in names):
        raise ValueError("a name that cannot be compared")
    dated = [(_place(address), datetime.date.fromisoformat(address["on"])) for address in kept["addresses"]]
    given_on = [(made, day) for made, day in dated if made]
    places = tuple((made, add_months(day, profile.address_months)) for made, day in given_on)
    return Person(names, birth_of(kept["birth"]), tuple(made for made, _day in given_on), pk), places


def _record(entry: Listed, content: dict[str, Any], known: tuple[Person, Places], profile: Profile) -> Record:
    """Put an entry and its person together; content that is not as it must be raises ValueError or its like."""
    person, places = known
    scene = content["place"]
    if scene is not None and (made := _place(scene)):
        month = datetime.date.fromisoformat(f"{entry.occurred_month}-01")
        places = (*places, (made, add_months(month, profile.address_months + 1)))
    return Record(entry, tuple(content["measures"]), str(content["line"]), person, places)


def birth_of(kept: Sequence[int] | None) -> Birth | None:
    """Return a stored birth date: year, month and day, the last two 0 when unknown."""
    if kept is None:
        return None
    year, month, day = kept
    return Birth(int(year), int(month), int(day))


def _place(kept: dict[str, str]) -> Address | None:
    return read_address(kept["street"], kept["number"])


def matcher_of(profile: Profile) -> Matcher:
    """Return what compares the questions of one call: the names of the register are read once for all of them."""
    return Matcher(MatchProfile.of(profile.matching))


def compare(asked: Asked, records: Sequence[Record], matcher: Matcher, today: datetime.date) -> Result:
    """Return the answer to one question."""
    found = _by_person(asked, records, matcher)
    taken = {item.record.entry.pk for item in found}
    found += [item for item in _by_address(asked, records, today) if item.record.entry.pk not in taken]
    if not found:
        return Result(Outcome.NONE)
    possible = [item for item in found if item.certainty is Certainty.POSSIBLE]
    people = {item.record.entry.person_id for item in possible}
    if len(people) <= MOST_POSSIBLE and not any(_says_little(asked, item.record.person) for item in possible):
        return Result(Outcome.HIT, tuple(found))
    shown = tuple(item for item in found if item.certainty is not Certainty.POSSIBLE)
    highest = max(item.record.entry.level for item in possible)
    outcome = Outcome.SUMMARY if asked.question.unobtainable else Outcome.NARROW
    return Result(outcome, shown, len(people), highest)


def _says_little(asked: Asked, found: Person) -> bool:
    """Whether somebody was found by nothing but a name that a great many share (settled decision Z5)."""
    if asked.address is not None or asked.person is None or asked.person.birth is not None:
        return False
    return any(is_shared_by_many(family) for _given, family in found.names)


def _by_person(asked: Asked, records: Sequence[Record], matcher: Matcher) -> list[Found]:
    if asked.person is None:
        return []
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
