"""The form in which an editor proposes other texts for a class of the weapons catalogue."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.once import RequestKeyField
from pages.forms import KernForm
from zemag_pages.desk.forms import long_text
from zemag_pages.models import LONGEST
from zemag_pages.weapons.entries import FIELDS, LANGUAGES, PARTS
from zemag_pages.weapons.texts import Item
from zemag_pages.words import Words

NAMES: Words = {
    "text": _("What it is"),
    "law": _("Law"),
    "words": _("Also called"),
    "notice": _("Notice"),
    "distance": _("Keep away"),
}
TONGUES: Words = {"de": _("German"), "en": _("English")}
LABELS: Words = {
    f"{part}_{language}": format_lazy("{part}, {language}", part=NAMES[part], language=TONGUES[language])
    for part in PARTS
    for language in LANGUAGES
}
OFFERED: Words = {
    "yes": _("offered in reports and in the catalogue"),
    "no": _("no longer offered; cases that name it stay as they are"),
}
HINTS: Words = {
    "words": _("Words by which staff find the class, with commas between them."),
    "notice": _("For this class; the product says it for its whole group."),
    "distance": _("For this class; the product says it for its whole group."),
}
ROWS = 3


def offered(is_active: bool) -> str:
    """Return the code of whether a class is offered."""
    return "yes" if is_active else "no"


class WeaponForm(KernForm):
    """Both languages of a class, and whether it is offered; the service decides what fits."""

    request_key = RequestKeyField()
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    is_active = forms.ChoiceField(
        label=_("This class is"),
        choices=list(OFFERED.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the values.")},
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        is_active = offered(item.start.is_active)
        kwargs["initial"] = {**item.start.texts, "is_active": is_active, "stamp": item.stamp}
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            part, language = name.rsplit("_", 1)
            field = long_text(LABELS[name], LONGEST[part], rows=ROWS)
            field.widget.attrs["lang"] = language
            # The words of the page say what is missing, in the language of its reader.
            field.error_messages["required"] = _now("Both languages are needed.")
            field.help_text = str(HINTS.get(part, ""))
            self.fields[name] = field
        self.order_fields(["request_key", "stamp", *FIELDS, "is_active"])

    def pairs(self) -> list[tuple[BoundField, ...]]:
        """Return the fields of each part, both languages beside each other."""
        return [tuple(self[f"{part}_{language}"] for language in LANGUAGES) for part in PARTS]

    def texts(self) -> dict[str, str]:
        """Return what was typed."""
        return {name: self.cleaned_data[name] for name in FIELDS}
