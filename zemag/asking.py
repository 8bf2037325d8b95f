"""Reading what somebody asks: who or where, and what is too little to be asked (ZeMAG design, section 9)."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zemag.matching import Birth, Person, read_address, read_birth
from zemag.matching.address import Address
from zemag.matching.folding import transcribed, words

LONGEST = 100
LONGEST_FILE_NUMBER = 40
LEAST_LETTERS = 2
WILDCARDS = frozenset("*%?_")
Faults = dict[str, Promise | str]


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed; `birth_unknown` was chosen, `unobtainable`: neither birth date nor address can be had."""

    family: str = ""
    given: str = ""
    birth: str = ""
    birth_unknown: bool = False
    street: str = ""
    number: str = ""
    unobtainable: bool = False

    def values(self) -> dict[str, Any]:
        """Return what is sealed."""
        return asdict(self)

    @property
    def typed(self) -> str:
        """Return what the log keeps a keyed mark of."""
        parts = (self.family, self.given, self.birth, self.street, self.number)
        return "\n".join(part.strip().casefold() for part in parts)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is compared: a person, an address, or both."""

    question: Question
    person: Person | None
    address: Address | None


def read_question(question: Question, today: datetime.date) -> Asked:
    """Return what is compared; raise ValidationError with a sentence for each field that cannot be."""
    faults = _unreadable(question)
    birth = None
    try:
        birth = read_birth(question.birth, today)
    except ValueError:
        faults["birth"] = _("Please enter a birth date like 31.01.1980 or a year; it must lie in the past 120 years.")
    address = _address(question, faults)
    person = None
    # Who typed a birth date meant a person: an address alone would be no answer about them.
    about_person = question.family.strip() or question.given.strip() or question.birth.strip()
    if about_person or not (question.street.strip() or question.number.strip()):
        person = _person(question, birth, address, faults)
    if faults:
        raise ValidationError({name: [text] for name, text in faults.items()})
    return Asked(question, person, address)


def _unreadable(question: Question) -> Faults:
    """Return the fields that hold signs no name has, or too many."""
    faults: Faults = {}
    for name in ("family", "given", "birth", "street", "number"):
        value = getattr(question, name).strip()
        if len(value) > LONGEST:
            faults[name] = _("Please use 100 signs at most.")
        elif not value.isprintable():
            faults[name] = _("This holds signs that cannot be read.")
        elif WILDCARDS & set(value):
            faults[name] = _("Placeholders are not possible. Please enter the whole name.")
    return faults


def _address(question: Question, faults: Faults) -> Address | None:
    street, number = question.street.strip(), question.number.strip()
    if not street and not number:
        return None
    found = read_address(street, number)
    if found is None:
        missing = "number" if street else "street"
        faults.setdefault(missing, _("Please enter street and house number."))
    return found


def _person(question: Question, birth: Birth | None, address: Address | None, faults: Faults) -> Person:
    """Return the person, and name what is missing for asking about one."""
    letters = sum(len(word) for word in words(question.family))
    given = words(question.given)
    if not letters or not readable(question.family):
        faults.setdefault("family", _("Please enter the family name."))
    elif letters < LEAST_LETTERS and not (birth and birth.exact):
        faults.setdefault("family", _("A family name of one letter needs the exact birth date."))
    elif not given and birth is None and address is None:
        faults.setdefault("given", _("Please enter a given name, a birth date or an address as well."))
    if question.given.strip() and not (given and readable(question.given)):
        faults.setdefault("given", _("This name cannot be read."))
    if not question.birth.strip() and not question.birth_unknown:
        faults.setdefault("birth", _("Please enter the birth date, or choose that it is unknown."))
    names = ((question.given.strip(), question.family.strip()),)
    return Person(names, birth, (address,) if address else ())


def readable(name: str) -> bool:
    """Whether something of a name is left to compare; what is not must never be compared as if it were."""
    found = words(name)
    return bool(found) and all(transcribed(word) for word in found)


def read_file_number(text: str) -> str:
    """Return a file number; raise ValidationError when there is none or it is too long."""
    value = text.strip()
    if not value or len(value) > LONGEST_FILE_NUMBER or not value.isprintable():
        raise ValidationError({"file_number": [_("Please enter your file number, 40 signs at most.")]})
    return value
