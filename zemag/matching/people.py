"""What is compared: a person of the register or of an inquiry, with names, aliases, birth date and addresses."""

from collections.abc import Hashable
from dataclasses import dataclass

from zemag.matching.address import Address
from zemag.matching.birth import Birth


@dataclass(frozen=True, slots=True)
class Person:
    """A person as typed or stored: `names` are pairs of given and family name, the first is the main one."""

    names: tuple[tuple[str, str], ...]
    birth: Birth | None = None
    addresses: tuple[Address, ...] = ()
    key: Hashable = None
