"""Addresses: the same street and house number, however it was written."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from zemag.matching.folding import transcribed, words

# From this length on a street may hold one typing error.
LEAST_FOR_ERROR = 6
_STREET = re.compile(r"(str|strasse|street)$")
_NUMBER = re.compile(r"(\d{1,4})\s*([a-z]?)", re.ASCII)


class AddressCode(StrEnum):
    """Whether two addresses are alike."""

    EQUAL = "address.equal"
    SIMILAR = "address.similar"
    DIFFERENT = "address.different"
    NOT_COMPARED = "address.not_compared"


@dataclass(frozen=True, slots=True)
class Address:
    """A street in one form, a house number and its letter; made by `read_address`."""

    street: str
    number: str
    letter: str = ""


def read_address(street: str, number: str) -> Address | None:
    """Return the address as it is compared, or None when street or number is missing (`12 A`, `12a-14` are numbers)."""
    name = "".join(transcribed(word) for word in words(street))
    found = _NUMBER.match(number.strip().lower())
    if not name or not found:
        return None
    return Address(_STREET.sub("str", name), found[1].lstrip("0") or "0", found[2])


def compare_addresses(one: tuple[Address, ...], other: tuple[Address, ...]) -> AddressCode:
    """Return the best of all pairs; the order does not matter."""
    if not one or not other:
        return AddressCode.NOT_COMPARED
    codes = {_compared(left, right) for left in one for right in other}
    for code in (AddressCode.EQUAL, AddressCode.SIMILAR):
        if code in codes:
            return code
    return AddressCode.DIFFERENT


def _compared(one: Address, other: Address) -> AddressCode:
    if one.number != other.number or not _same_street(one.street, other.street):
        return AddressCode.DIFFERENT
    return AddressCode.EQUAL if one.letter == other.letter else AddressCode.SIMILAR


def _same_street(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= LEAST_FOR_ERROR and OSA.distance(one, other, score_cutoff=1) <= 1
