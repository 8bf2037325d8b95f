"""Matching of people by name, birth date and address: pure functions, no database, nothing kept after a call."""

from zemag.matching.address import Address, AddressCode, read_address
from zemag.matching.birth import Birth, BirthCode, read_birth
from zemag.matching.names import is_shared_by_many
from zemag.matching.people import Person
from zemag.matching.profile import MatchProfile
from zemag.matching.ranking import Hit, Level, Match, Matcher

__all__ = [
    "Address",
    "AddressCode",
    "Birth",
    "BirthCode",
    "Hit",
    "Level",
    "Match",
    "MatchProfile",
    "Matcher",
    "Person",
    "is_shared_by_many",
    "read_address",
    "read_birth",
]
