"""Forms of the subject-rights desk; they hold what was typed, the services decide."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.once import RequestKeyField
from pages.forms import KernForm
from zemag.asking import Question
from zemag.letters.told import FREE_WORDS, HeldBasis
from zemag.models import Identity, IntakeWay, RequestKind
from zemag.services.answering import LONGEST_PART, free_texts
from zemag.services.collecting import Candidate
from zemag.services.correcting import FIELDS
from zemag.services.entries import LONGEST_REASON
from zemag.services.rights_desk import OpenedRequest
from zemag.services.subject_requests import LONGEST_NOTE, LONGEST_WORDS, Intake
from zemag_pages.desk.forms import CHOOSE, AccountField, day, long_text
from zemag_pages.forms.asking import text
from zemag_pages.subjects.faces import person_line
from zemag_pages.subjects.words import BASIS_WORDS


def needed(label: Any, message: Any) -> forms.CharField:
    """Return a field for one line that has to be filled in."""
    field = text(label, error_messages={"required": message})
    field.required = True
    return field


class IntakeForm(KernForm):
    """A request as it came in."""

    kind = forms.ChoiceField(label=_("What is asked for"), choices=[*CHOOSE, *RequestKind.choices])
    way = forms.ChoiceField(label=_("How it came in"), choices=[*CHOOSE, *IntakeWay.choices])
    received_on = day(_("Received on"), help_text=_("The month for the answer counts from this day."))
    given = text(_("Given name"))
    family = needed(_("Family name"), _("Please enter the family name."))
    birth = text(_("Birth date"), help_text=_("Like 31.01.1980, or the year alone. Ask for it if it is missing."))
    street = needed(_("Street"), _("Please enter street and house number."))
    number = needed(_("House number"), _("Please enter street and house number."))
    town = needed(_("Postcode and town"), _("Please enter postcode and town."))
    words = long_text(_("What the person writes"), LONGEST_WORDS, rows=5, required=False)
    email = AccountField(
        label=_("E-mail address of the account"), required=False, help_text=_("Only if an employee asks.")
    )
    request_key = RequestKeyField()

    def intake(self) -> Intake:
        """Return the request as the service takes it."""
        data = self.cleaned_data
        names = {name: data[name] for name in FIELDS}
        account = data["email"].uuid if data["email"] else None
        question = Question(**names, birth_unknown=not data["birth"].strip())
        kind, way = RequestKind(data["kind"]), IntakeWay(data["way"])
        return Intake(kind, way, data["received_on"], question, data["town"], data["words"], account)


class StepForm(KernForm):
    """What all steps share: the version that was read, and the request."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, opened: OpenedRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened = opened
        self.fields["version"].initial = opened.request.version

    def values(self) -> dict[str, Any]:
        """Return what the service takes by name."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class IdentityForm(StepForm):
    """How it was made sure who asks."""

    how = forms.ChoiceField(label=_("How did you make sure?"), choices=[*CHOOSE, *Identity.choices])
    note = long_text(
        _("Note"),
        LONGEST_NOTE,
        rows=2,
        required=False,
        help_text=_("Never a number or copy of a document; a copy that was sent is destroyed."),
    )


class WhyForm(StepForm):
    """A reason that stands in the letter."""

    reason = long_text(_("Reason"), LONGEST_REASON, help_text=_("As it is to stand in the letter, without names."))


class CollectForm(StepForm):
    """Which of the cases that were found are about who asks."""

    people = forms.TypedMultipleChoiceField(
        label=_("These cases are about the person"),
        required=False,
        coerce=uuid.UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = long_text(
        _("Why a case is left out"),
        LONGEST_REASON,
        rows=2,
        required=False,
        help_text=_("Needed when a sure one is left out; it stays inside the office."),
    )

    def __init__(self, *args: Any, candidates: list[Candidate] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["people"]
        own.choices = [(str(one.intake.pk), person_line(one)) for one in candidates or []]
        if not candidates:
            del self.fields["people"], self.fields["reason"]

    def values(self) -> dict[str, Any]:
        """Return the chosen cases."""
        data = self.cleaned_data
        return {"people": list(data.get("people", [])), "reason": data.get("reason", "")}


class RedactForm(StepForm):
    """Each free text as it may leave the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, number, name, words in free_texts(self.opened.told):
            label = f"{number}: {FREE_WORDS[name]}"
            self.fields[key] = long_text(label, LONGEST_PART, rows=5, required=False, initial=words)
        if self.opened.held:
            self.fields["basis"] = forms.ChoiceField(
                label=_("Legal basis for holding back"),
                choices=[*CHOOSE, *((one.value, f"{one.label}: {BASIS_WORDS[one]}") for one in HeldBasis)],
                help_text=_(
                    "The letter names the rule alone, and that something is not told: neither what nor how much."
                ),
            )
            self.fields["reason"] = long_text(
                _("Why the answer would undo the deferral"),
                LONGEST_REASON,
                help_text=_("It stays inside the office; data protection reads it before anything leaves."),
            )

    def values(self) -> dict[str, Any]:
        """Return the texts by key, and on which basis something is held back."""
        data = super().values()
        held: dict[str, Any] = {name: data.pop(name) for name in ("basis", "reason") if name in data}
        return {"texts": data, **held}


class DecisionForm(StepForm):
    """Whether a request is granted, and what the letter says; for a rectification also what is right."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        coerce=lambda value: value == "yes",
        choices=[*CHOOSE, ("yes", _("The request is granted")), ("no", _("The request is not granted"))],
    )
    reason = long_text(
        _("Words for the letter"),
        LONGEST_REASON,
        help_text=_("What changes and why; for an objection behaviour, norm and duration. Without names of employees."),
    )
    given = text(_("Right given name"))
    family = text(_("Right family name"))
    birth = text(_("Right birth date"), help_text=_("Empty: it stays as it is."))
    street = text(_("Right street"), help_text=_("Empty: the address stays as it is."))
    number = text(_("Right house number"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.opened.told["question"]
        for name in FIELDS:
            if self.opened.request.kind == RequestKind.RECTIFICATION:
                self.fields[name].initial = asked[name]
            else:
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return decision, words and correction."""
        data = super().values()
        correction = {name: data.pop(name) for name in FIELDS if name in data}
        return {**data, "correction": correction}


class LookForm(StepForm):
    """The look of data protection."""

    agreed = forms.TypedChoiceField(
        label=_("May the answer leave like this?"),
        coerce=lambda value: value == "yes",
        choices=[*CHOOSE, ("yes", _("Yes")), ("no", _("No, back with a note"))],
    )
    note = long_text(_("Note"), LONGEST_NOTE, rows=3, required=False, help_text=_("Needed when it goes back."))
