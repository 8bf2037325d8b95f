"""Forms of the desk; they hold what was typed, the services decide."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pages.forms import KernForm
from zemag import kinds
from zemag.catalogue import HIGHEST
from zemag.letters.wording import wording
from zemag.models import FiledBy, Grade, Incident, IncidentState, LetterKind, Trigger
from zemag.services import cases, letters
from zemag.services.desk import Case, Part
from zemag.services.entries import LONGEST_REASON
from zemag.services.legal import LONGEST_REFERENCE, Step
from zemag.services.register import LONGEST_LINE, LONGEST_NECESSITY, Proposal
from zemag.services.reviewing import Result
from zemag_pages.desk.words import LETTER_WORDS, RESULT_WORDS

CHOOSE = [("", _("Please choose"))]


class DayInput(forms.DateInput):
    """A day, chosen or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AccountField(forms.EmailField):
    """The e-mail address of an account; its value is the account, or None where nothing was typed.

    `is_open` refuses accounts that are closed.
    """

    default_error_messages = {"unknown": _("Nobody has an account with this address.")}

    def __init__(self, *, is_open: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_open = is_open

    def clean(self, value: Any) -> Any:
        """Return the account; refuse an address that nobody has."""
        typed = super().clean(value)
        if not typed:
            return None
        user = User.objects.filter(email=User.objects.normalize_email(typed).lower()).first()
        if user is None or (self.is_open and not user.is_active):
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return user


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=DayInput(), **more)


def long_text(label: Any, longest: int, rows: int = 4, **more: Any) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more)


class CaseForm(KernForm):
    """What all forms of a case share: the version that was read, and the case."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["version"].initial = version_of(case)


def version_of(case: Case) -> str:
    """Return what tells whether a case is still as it was read."""
    people = ".".join(
        f"{part.entry.version if part.entry else 0}.{_notice_of(part)}.{part.intake.outcome}{part.intake.grade}"
        for part in case.people
        if part.intake is not None
    )
    return f"{case.incident.version}.{people}.{len(case.letters)}.{len(case.delivery)}"


def _notice_of(part: Part) -> str:
    """Return what tells whether a notice is still as it was read."""
    notice = part.notice
    return f"{notice.state}{notice.recheck_on or ''}" if notice is not None else "-"


class ReasonForm(CaseForm):
    """A reason."""

    reason = long_text(_("Reason"), LONGEST_REASON)


class QuestionForm(CaseForm):
    """A question to the reporter."""

    question = long_text(_("Question"), cases.LONGEST_TEXT)


class DuplicateForm(CaseForm):
    """The number of the first report."""

    first = forms.CharField(label=_("Number of the first report"), max_length=9, help_text=_("For example 2026-0042."))

    def clean_first(self) -> uuid.UUID:
        """Return the report; refuse a number that nobody was given."""
        number = str(self.cleaned_data["first"]).strip()
        row = Incident.objects.filter(number=number).exclude(state=IncidentState.DRAFT).first()
        if row is None or row.pk == self.case.incident.pk:
            raise forms.ValidationError(_("There is no other report with this number."))
        return row.pk


class LevelForm(ReasonForm):
    """Another level, with a reason."""

    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, choices=[(number, str(number)) for number in range(HIGHEST + 1)]
    )
    field_order = ("level", "reason")


class IdentityForm(ReasonForm):
    """How sure it is who a person is."""

    grade = forms.ChoiceField(label=_("Identified by"), choices=Grade.choices)
    clearly_adult = forms.BooleanField(label=_("The person is clearly adult"), required=False)
    field_order = ("grade", "clearly_adult", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        intake = self.case.part.intake
        if intake is not None:
            self.fields["grade"].initial = intake.grade
            self.fields["clearly_adult"].initial = intake.is_clearly_adult


class StepForm(CaseForm):
    """A complaint, application or house ban."""

    kind = forms.ChoiceField(label=_("What was filed"), choices=[*CHOOSE, *Trigger.choices])
    filed_by = forms.ChoiceField(label=_("Filed by"), choices=FiledBy.choices)
    filed_on = day(_("Filed on"))
    reference = forms.CharField(label=_("Reference"), max_length=LONGEST_REFERENCE)
    valid_until = day(_("House ban until"), required=False, help_text=_("For a house ban alone."))
    number = forms.TypedChoiceField(
        label=_("House ban against"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("For a house ban alone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [part.intake.position for part in self.case.people if part.intake is not None]
        if len(numbers) < 2:
            del self.fields["number"]
            return
        own: Any = self.fields["number"]
        own.choices = [*CHOOSE, *((number, _("Person %(number)s") % {"number": number}) for number in numbers)]

    def clean(self) -> dict[str, Any]:
        """Refuse an end that no house ban has; one of several people is named for a house ban."""
        data = super().clean() or {}
        is_ban = data.get("kind") == Trigger.HOUSE_BAN
        if data.get("valid_until") and not is_ban:
            self.add_error("valid_until", _("Only a house ban has an end."))
        if "number" in self.fields and "kind" in data and is_ban != (data.get("number") is not None):
            told = _("Please choose against whom.") if is_ban else _("Only a house ban is against one person.")
            self.add_error("number", told)
        return data

    def step(self) -> Step:
        """Return the step as the service takes it."""
        data = self.cleaned_data
        kind, by = Trigger(data["kind"]), FiledBy(data["filed_by"])
        return Step(kind, by, data["filed_on"], data["reference"], data["valid_until"], data.get("number"))


class KnowledgeForm(CaseForm):
    """The day on which somebody knew act and offender."""

    entitled = forms.ChoiceField(label=_("Person or body"))
    known_on = day(_("Knew act and offender since"), help_text=_("Of several offenders, the first who was known."))
    source = long_text(_("Source"), LONGEST_REASON, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["entitled"]
        rows = enumerate(self.case.clocks, 1)
        own.choices = [(str(clock.pk), told["name"] or f"{_('Person')} {number}") for number, (clock, told) in rows]


class ProposalForm(CaseForm):
    """What the quality staff adds to a report."""

    measures = forms.MultipleChoiceField(
        label=_("Measures"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of the measures is not offered any more. Please choose another one.")},
    )
    line = forms.CharField(
        label=_("Neutral line"), max_length=LONGEST_LINE, help_text=_("What the next visitor needs, without names.")
    )
    necessity = long_text(_("Why the entry is needed"), LONGEST_NECESSITY)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["measures"]
        own.choices = kinds.offered(kinds.measures())

    def proposal(self) -> Proposal:
        """Return the proposal as the service takes it."""
        data = self.cleaned_data
        return Proposal(tuple(data["measures"]), data["line"], data["necessity"], data["legal_basis"])


class DeferralForm(ReasonForm):
    """Why the letter waits, and until when."""

    recheck_on = day(_("Look at it again on"), help_text=_("90 days ahead at most."))


class UntilForm(CaseForm):
    """A day until which an entry stays."""

    until = day(_("Keep until"))


class ObjectionForm(ReasonForm):
    """How an objection is decided."""

    upheld = forms.TypedChoiceField(
        label=_("Decision"),
        coerce=lambda value: value == "yes",
        choices=[*CHOOSE, ("yes", _("The objection is right: delete the entry")), ("no", _("The entry stays"))],
    )
    field_order = ("upheld", "reason")


class OutcomeForm(CaseForm):
    """How proceedings ended."""

    result = forms.TypedChoiceField(
        label=_("Outcome"), coerce=Result, choices=[*CHOOSE, *((one.value, RESULT_WORDS[one]) for one in Result)]
    )


class LetterForm(CaseForm):
    """What whoever makes a letter writes; the rest comes from the case."""

    recipient = long_text(_("Name and postal address"), letters.LONGEST_RECIPIENT, rows=4)

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind is LetterKind.DEFERRAL:
            del self.fields["recipient"]
        else:
            self.fields["recipient"].initial = self._address()
        for name in wording(kind).words:
            label, help_text = LETTER_WORDS[name]
            self.fields[name] = long_text(label, letters.LONGEST_WORDS, rows=3, help_text=help_text)

    def _address(self) -> str:
        """Return name and address, as the residents' register has told it or else the report; for the person alone."""
        person = self.case.part.person
        if self.kind in letters.TO_OTHERS:
            return ""
        given, family = person["names"][0] if person else ("", "")
        place = person.get("address") or {}
        street = " ".join(part for part in (place.get("street", ""), place.get("number", "")) if part)
        where = self.case.new_address or street
        return "\n".join(line for line in (f"{given} {family}".strip(), where) if line)

    def words(self) -> dict[str, str]:
        """Return the words as the service takes them."""
        return {name: self.cleaned_data[name] for name in wording(self.kind).words}
