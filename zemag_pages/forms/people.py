"""Step 6 of a report: up to five people, each with fields of their own; people are added and removed by buttons."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.forms import KernForm
from zemag.clocks import local_day
from zemag.matching import Birth, read_birth
from zemag.models import MOST_PEOPLE
from zemag_pages.forms.asking import text
from zemag_pages.forms.reporting import GRADES, KNOWN, ReportForm, choice, yes

Kept = dict[str, list[str]]
# What tells that somebody is meant; the other fields say something about them.
NAMING = ("family", "given", "aliases", "birth", "home_street", "home_number", "own_file_number")


class BirthField(forms.CharField):
    """A birth date or a year; empty where neither is known."""

    def clean(self, value: Any) -> Birth | None:
        """Return the birth date; refuse what is none."""
        try:
            return read_birth(super().clean(value), local_day(timezone.now()))
        except ValueError:
            raise ValidationError(
                _("Please enter a birth date like 31.01.1980 or a year; it must lie in the past 120 years.")
            ) from None


class Offender(KernForm):
    """The fields of one person."""

    family = text(_("Family name"))
    given = text(_("Given name"))
    aliases = text(_("Other names, separated by commas"), 500)
    birth = BirthField(
        label=_("Birth date"),
        max_length=10,
        required=False,
        widget=text("").widget,
        help_text=_("Like 31.01.1980, or only the year."),
    )
    home_street = text(_("Street of the person"))
    home_number = text(_("House number of the person"), 20)
    own_file_number = text(_("Your file number"), 40)
    grade = choice(_("How is it known?"), GRADES, needed=False, radio=False)
    clearly_adult = yes(_("The person is clearly adult"))


NAMES = tuple(Offender.base_fields)


def field_name(name: str, place: int) -> str:
    """Return how a field of a person is called; the first one keeps the plain name, as drafts of one person have it."""
    return name if place == 1 else f"{name}_{place}"


def number_in(values: Mapping[str, Any] | None) -> int:
    """Return how many people a form holds: one at least, five at most, whatever was sent."""
    sent = (values or {}).get("count")
    value = str(sent[0] if isinstance(sent, list) and sent else sent)
    return min(max(int(value), 1), MOST_PEOPLE) if value.isascii() and value.isdigit() else 1


class Offenders(ReportForm):
    """Step 6."""

    known = choice(
        _("Is it known who it was?"), KNOWN, help_text=_("Of several people: choose Yes if one of them is known.")
    )
    count = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.many = number_in(data if data is not None else self.initial)
        self.initial["count"] = self.many
        for place in range(1, self.many + 1):
            for name, base in Offender.base_fields.items():
                field: Any = copy.deepcopy(base)
                # Where the message about a field is listed, it says whose field it is.
                field.group = _("Person %(number)s") % {"number": place} if self.many > 1 else ""
                self.fields[field_name(name, place)] = field

    def blocks(self) -> Iterator[dict[str, Any]]:
        """Give the fields of each person with their number."""
        for place in range(1, self.many + 1):
            yield {"number": place, "fields": [self[field_name(name, place)] for name in NAMES]}

    def clean(self) -> dict[str, Any]:
        """Return the people, each looked at alone."""
        data: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        found = [{name: data.get(field_name(name, place)) for name in NAMES} for place in range(1, self.many + 1)]
        for place, one in enumerate(found, 1):
            self._look(place, one, found[: place - 1])
        data["people"] = [one for one in found if one["family"]]
        return data

    def _look(self, place: int, one: Mapping[str, Any], before: list[dict[str, Any]]) -> None:
        """Say what is missing of a person: who is meant has a family name, and somebody says how sure it is."""
        names = [field_name(name, place) for name in NAMING]
        meant = any(one[name] for name in NAMING) or any(name in self.errors for name in names)
        family = field_name("family", place)
        if not meant:
            if self.many > 1:
                self.add_error(family, _("Please enter the family name, or remove this person."))
            return
        if not one["family"] and family not in self.errors:
            self.add_error(family, _("Please enter the family name."))
        if not one["grade"]:
            self.add_error(field_name("grade", place), _("Please choose how it is known who the person is."))
        if self.cleaned_data.get("known") == "no":
            # A name that was typed must never be dropped in silence.
            self.add_error("known", _("You have named a person. Please choose Yes, or remove the name."))
        if one["given"] and any(_is_same(one, other) for other in before):
            self.add_error(family, _("This person is named above already."))


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two people have both names and the birth date in common."""
    names = [[str(who[name] or "").strip().casefold() for name in ("family", "given")] for who in (one, other)]
    return names[0] == names[1] and one["birth"] == other["birth"]


def with_another(kept: Kept) -> Kept | None:
    """Return what was typed with room for another person; None once there are as many as a report can name."""
    many = number_in(kept)
    return {**kept, "count": [str(many + 1)]} if many < MOST_PEOPLE else None


def without(kept: Kept, place: int) -> Kept:
    """Return what was typed without one person; those who follow move up. The last one only loses their words."""
    many = number_in(kept)
    found = {name: values for name, values in kept.items() if name in ("known", "count")}
    places = [one for one in range(1, many + 1) if one != place]
    for to, one in enumerate(places, 1):
        found |= {field_name(name, to): kept[field_name(name, one)] for name in NAMES if field_name(name, one) in kept}
    return {**found, "count": [str(max(len(places), 1))]}
