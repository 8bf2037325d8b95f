"""The form in which an editor proposes other words for an offence or a measure, or a new measure."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.once import RequestKeyField
from pages.forms import KernForm
from zemag.kinds import HAPPENED, LANGUAGES, NAME, fields_of, parts_of
from zemag.services.kind_rules import LEVELS, LONGEST, Proposal
from zemag.services.kind_texts import Item
from zemag_pages.weapons.forms import TONGUES, offered
from zemag_pages.words import LEVELS as LEVEL_NAMES
from zemag_pages.words import Words

NAMES: Words = {NAME: _("Name"), HAPPENED: _("In the report")}
HINTS: Mapping[str, Words] = {
    "offence": {
        NAME: _("What cases, hits, figures and answers to people say."),
        HAPPENED: _("What somebody who reports ticks: what happened to them."),
    },
    "measure": {NAME: _("What entries and hits say, as an instruction for the visit.")},
}
OFFERED: Mapping[str, Words] = {
    "offence": {
        "yes": _("offered in new reports"),
        "no": _("no longer offered; cases that name it stay as they are"),
    },
    "measure": {
        "yes": _("offered in new entries and plans"),
        "no": _("no longer offered; entries and plans that name it stay as they are"),
    },
}
LEVEL = _("Level of danger")
THIS_IS: Words = {"offence": _("This offence is"), "measure": _("This measure is")}


def sort_of(item: Item) -> str:
    """Return which of the two lists something belongs to."""
    return "offence" if item.is_offence else "measure"


def labels_of(item: Item) -> dict[str, Promise | str]:
    """Return the names of the texts, by part and language."""
    return {
        f"{part}_{language}": format_lazy("{part}, {language}", part=NAMES[part], language=TONGUES[language])
        for part in parts_of(item.code)
        for language in LANGUAGES
    }


class KindForm(KernForm):
    """Both languages, the level of a measure, and whether it is offered; the service decides what fits.

    The level of an offence is the law's, and what is new is offered: neither is asked.
    """

    request_key = RequestKeyField()
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    level = forms.TypedChoiceField(
        label=LEVEL,
        coerce=int,
        choices=[(level, LEVEL_NAMES[level]) for level in LEVELS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the values.")},
        help_text=_("From which level on it fits. Plans offer the strictest measures first."),
    )
    is_active = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Please choose one of the values.")}
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        self.item, start = item, item.start
        level = start.level if item.is_known else None
        kwargs["initial"] = {**start.texts, "level": level, "stamp": item.stamp, "is_active": offered(start.is_active)}
        super().__init__(*args, **kwargs)
        sort = sort_of(item)
        label: Any
        for name, label in labels_of(item).items():
            part, language = name.rsplit("_", 1)
            self.fields[name] = forms.CharField(
                label=label,
                max_length=LONGEST[part],
                help_text=str(HINTS[sort][part]),
                widget=forms.TextInput(attrs={"lang": language, "autocomplete": "off"}),
                # The words of the page say what is missing, in the language of its reader.
                error_messages={"required": _now("Both languages are needed.")},
            )
        if item.is_offence:
            del self.fields["level"]
        if item.is_known:
            choice: Any = self.fields["is_active"]
            choice.label, choice.choices = THIS_IS[sort], list(OFFERED[sort].items())
        else:
            del self.fields["is_active"]
        self.order_fields(["request_key", "stamp", *fields_of(item.code), "level", "is_active"])

    def pairs(self) -> list[tuple[BoundField, ...]]:
        """Return the fields of each part, both languages beside each other."""
        return [tuple(self[f"{part}_{language}"] for language in LANGUAGES) for part in parts_of(self.item.code)]

    def others(self) -> list[BoundField]:
        """Return the fields below them."""
        return [self[name] for name in ("level", "is_active") if name in self.fields]

    def proposal(self) -> Proposal:
        """Return what was typed as the service takes it."""
        data = self.cleaned_data
        return Proposal(
            code=self.item.code,
            texts={name: data[name] for name in fields_of(self.item.code)},
            level=data.get("level") or self.item.holds.level,
            is_active=data.get("is_active", "yes") == "yes",
            stamp=data["stamp"],
            request_key=data["request_key"],
        )
