"""Give press releases their numbers: unique in the year, once per release, never again."""

import re
import uuid
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Max

TRIES = 20
LONGEST_SLUG = 80
NUMBERED = re.compile(r"\d{4}-\d{3,}-")


def _numbers() -> Any:
    """Return the model; named by string because the model's own save asks for a number."""
    return apps.get_model("news.PressNumber")


def of(translation_key: uuid.UUID) -> str:
    """Return the number of a release in words, or nothing when it has none yet."""
    found = _numbers().objects.filter(translation_key=translation_key).first()
    return str(found) if found else ""


def give(translation_key: uuid.UUID, year: int) -> str:
    """Return the number of a release; gives the next one of the year when it has none.

    Two publications at once both ask for the same number; the constraint refuses one, which then asks again.
    """
    model = _numbers()
    for _attempt in range(TRIES):
        known = of(translation_key)
        if known:
            return known
        last = model.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0
        try:
            with transaction.atomic():
                return str(model.objects.create(translation_key=translation_key, year=year, serial=last + 1))
        except IntegrityError:
            continue
    raise RuntimeError("no press number could be given")


def address(number: str, slug: str) -> str:
    """Return the last part of a release's address: the number, then the words; at most 80 signs."""
    return f"{number}-{NUMBERED.sub('', slug)}"[:LONGEST_SLUG].rstrip("-")


def written(number: str, number_format: str) -> str:
    """Return a number as it stands on the page, in a format of `NumberFormat`; the year first if it is unknown."""
    year, _hyphen, serial = number.partition("-")
    if not serial:
        return number
    return {"serial_first": f"{serial}/{year}", "serial_short": f"{int(serial)}/{year}"}.get(number_format, number)
