"""Forms before a visit: about a person, an address, a route, an emergency; what is wrong stands beside its field."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.once import RequestKeyField
from pages.forms import KernForm
from zemag.asking import LONGEST, LONGEST_FILE_NUMBER, Question
from zemag.clocks import LOCAL, local_day
from zemag.models import Purpose, TaskArea
from zemag.services.questions import Asking

EMERGENCIES = (Purpose.RESCUE, Purpose.PUBLIC_ORDER)
TIME_SHAPES = ("%H:%M", "%H.%M", "%H")
# What is typed here is about people: browsers must not offer it to the next person at the desk.
OFF = {"autocomplete": "off", "spellcheck": "false"}


def text(label: Any, longest: int = LONGEST, **options: Any) -> forms.CharField:
    """Return a field for one line that browsers do not remember; what is too long or empty the service says."""
    attributes = {**OFF, **options.pop("attrs", {})}
    return forms.CharField(
        label=label, max_length=longest, required=False, widget=forms.TextInput(attrs=attributes), **options
    )


class AskingForm(KernForm):
    """Why somebody asks, by which task area, about which file, and when the visit is."""

    purpose = forms.ChoiceField(
        label=_("Why do you ask?"),
        choices=[("", "–"), *Purpose.choices],
        error_messages={"required": _("Please choose why you ask.")},
    )
    file_number = text(_("Your file number"), LONGEST_FILE_NUMBER)
    planned = forms.TimeField(
        label=_("Time of the visit today"),
        required=False,
        input_formats=TIME_SHAPES,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric"}),
        help_text=_("With a time you are warned if an entry is made before the visit."),
        error_messages={"invalid": _("Please enter a time like 14:30.")},
    )
    area = forms.ChoiceField(label=_("Your task"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, areas: Iterable[TaskArea], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {area.code: area.name_de if language == "de" else area.name_en for area in areas}
        field = cast(forms.ChoiceField, self.fields["area"])
        field.choices = list(found.items())
        if len(found) == 1:
            field.widget, field.initial = forms.HiddenInput(), next(iter(found))
        self.fields["file_number"].required = True
        self.fields["file_number"].error_messages["required"] = _("Please enter your file number, 40 signs at most.")

    def asking(self, actor: User, now: datetime.datetime) -> Asking:
        """Return who asks and why."""
        data = self.cleaned_data
        planned = data.get("planned")
        return Asking(
            actor=actor,
            area=data["area"],
            purpose=data["purpose"],
            file_number=data["file_number"],
            request_key=data["request_key"],
            planned_at=datetime.datetime.combine(local_day(now), planned, LOCAL) if planned else None,
        )

    def question(self) -> Question:
        """Return what was typed."""
        names = ("family", "given", "birth", "birth_unknown", "street", "number", "unobtainable")
        return Question(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})

    def say(self, fault: ValidationError) -> None:
        """Put what a service says beside the fields."""
        for name, messages in fault.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)

    def again(self) -> Any:
        """Return what was typed with a fresh key, for a next question that differs in a little."""
        typed: Any = self.data
        data = typed.copy()
        data["request_key"] = str(uuid.uuid4())
        return data


class PersonForm(AskingForm):
    """A question about a person."""

    either = ("birth", "birth_unknown")

    family = text(_("Family name"))
    given = text(_("Given name"))
    birth = text(_("Birth date"), 10, help_text=_("Like 31.01.1980, or only the year."), attrs={"inputmode": "numeric"})
    birth_unknown = forms.BooleanField(label=_("The birth date is unknown"), required=False)
    street = text(_("Street"))
    number = text(_("House number"), 20)
    unobtainable = forms.BooleanField(
        label=_("Neither birth date nor address can be found out"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].required = True
        self.fields["family"].error_messages["required"] = _("Please enter the family name.")

    def offer_unobtainable(self) -> None:
        """Show the last way out: only after an answer that was too wide."""
        self.fields["unobtainable"].widget = forms.CheckboxInput()


class AddressForm(AskingForm):
    """A question about an address; the service says which part is missing."""

    either = ("street", "number")

    street = text(_("Street"))
    number = text(_("House number"), 20)


class EmergencyForm(AddressForm):
    """A question about an address on the way to an emergency."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purpose = cast(forms.ChoiceField, self.fields["purpose"])
        purpose.choices = [(value, label) for value, label in Purpose.choices if value in EMERGENCIES]
        self.fields["file_number"].label = _("Number of the operation")
