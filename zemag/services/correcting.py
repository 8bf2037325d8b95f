"""The right name, birth date and address of a person: what may be corrected, and what a row says afterwards."""

import datetime as dates
from collections.abc import Mapping
from typing import Any

from zemag.asking import Asked, Question, read_question

FIELDS = ("given", "family", "birth", "street", "number")


def read_correction(correction: Mapping[str, str], today: dates.date) -> Asked:
    """Return a correction as it can be compared; raise ValidationError, so that nobody becomes unfindable by it."""
    given, family, birth, street, number = (str(correction.get(name, "")).strip() for name in FIELDS)
    question = Question(family=family, given=given, birth=birth, birth_unknown=not birth, street=street, number=number)
    return read_question(question, today)


def corrected(kept: Mapping[str, Any], correction: Mapping[str, str], today: dates.date) -> dict[str, Any]:
    """Return a person with the right values; other names stay, an empty birth date or address changes nothing."""
    asked = read_correction(correction, today)
    made = {**kept, "names": [[correction["given"].strip(), correction["family"].strip()], *kept["names"][1:]]}
    birth = asked.person.birth if asked.person else None
    if birth is not None:
        made["birth"] = [birth.year, birth.month, birth.day]
    if asked.address is not None:
        place = {name: correction[name].strip() for name in ("street", "number")}
        if "addresses" in kept:
            made["addresses"] = [{**place, "on": today.isoformat()}]
        else:
            made["address"] = place
    return made
