"""The form in which an editor proposes other words of a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.once import RequestKeyField
from pages.forms import KernForm
from zemag.letters.placeholders import LONGEST_BODY, LONGEST_TITLE, MUST, TITLE_MUST
from zemag.letters.wording import LANGUAGES
from zemag.services.entries import LONGEST_REASON
from zemag.services.wordings import FIELDS, Letter
from zemag_pages.desk.forms import long_text

LABELS = {
    "title_de": _("Subject line, German (binding)"),
    "body_de": _("Text, German (binding)"),
    "title_en": _("Subject line, English (reading help)"),
    "body_en": _("Text, English (reading help)"),
}
ROWS = 16


class WhyForm(KernForm):
    """Why proposed words go back."""

    reason = long_text(_("Reason"), LONGEST_REASON, help_text=_("Who proposed the words reads it. No names of cases."))


class WordingForm(KernForm):
    """Both languages of a letter; the service decides what a letter must hold."""

    request_key = RequestKeyField()
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    title_de = forms.CharField(label=LABELS["title_de"], max_length=LONGEST_TITLE)
    body_de = long_text(LABELS["body_de"], LONGEST_BODY, rows=ROWS)
    title_en = forms.CharField(label=LABELS["title_en"], max_length=LONGEST_TITLE)
    body_en = long_text(LABELS["body_en"], LONGEST_BODY, rows=ROWS)

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        kwargs["initial"] = {**letter.start.texts, "stamp": letter.stamp}
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            for part, must in (("title", TITLE_MUST.get(letter.kind, ())), ("body", MUST[letter.kind])):
                field = self.fields[f"{part}_{language}"]
                field.widget.attrs["lang"] = language
                # The words of the page say what is missing, in the language of its reader.
                field.error_messages["required"] = _now(
                    "Both languages are needed: German binds, English helps to read."
                )
                if must:
                    names = " ".join(f"${name}" for name in must)
                    field.help_text = _now("Must hold: %(names)s") % {"names": names}

    def texts(self) -> dict[str, str]:
        """Return what was typed."""
        return {name: self.cleaned_data[name] for name in FIELDS}
