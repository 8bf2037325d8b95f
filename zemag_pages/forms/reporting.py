"""Forms of a report: six steps, the short form, and the one without a name; only what has a star must be filled."""

import datetime
from collections.abc import Container, Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from accounts.once import RequestKeyField
from pages.forms import KernForm
from zemag import kinds
from zemag.clocks import local_day
from zemag.models import Grade
from zemag_pages import words
from zemag_pages.forms.asking import OFF, TIME_SHAPES, text
from zemag_pages.weapons.entries import inactive

DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")
NOTHING = [("", "–")]
ROLES = [
    ("affected", _("I was attacked myself")),
    ("witness", _("I saw it")),
    ("trusted", _("I report for a person who trusts me")),
    ("superior", _("I report as a superior")),
]
COMPLAINTS = [
    ("not_yet", _("Not yet")),
    ("police", _("Filed with the police")),
    ("legal_unit", _("The legal unit should file it")),
]
KNOWN = [
    ("no", _("No, unknown")),
    ("yes", _("Yes")),
    ("colleague", _("It was a colleague")),
]
GRADES = [*NOTHING, *Grade.choices]
INJURIES = [
    *NOTHING,
    ("none", _("none")),
    ("slight", _("slight")),
    ("medical", _("treated by a doctor")),
    ("inpatient", _("in hospital")),
]
W_LABELS = {
    "who": _("Who was there?"),
    "what": _("What happened?"),
    "where": _("Where exactly?"),
    "with_what": _("With what?"),
    "how": _("How did it go on?"),
    "when": _("In which order?"),
    "why": _("What was it about?"),
}


def choice(
    label: Any, options: Iterable[Any], *, needed: bool = True, radio: bool = True, **more: Any
) -> forms.ChoiceField:
    """Return a choice of one; few options are shown at once."""
    widget = forms.RadioSelect if radio else forms.Select
    message = {"required": _("Please choose one of the values.")}
    more |= {"label": label, "choices": list(options), "required": needed, "widget": widget}
    return forms.ChoiceField(error_messages=message, **more)


def yes(label: Any, **options: Any) -> forms.BooleanField:
    """Return a box to tick."""
    return forms.BooleanField(label=label, required=False, **options)


def day(label: Any, *, needed: bool = True) -> forms.DateField:
    """Return a day typed as people write it."""
    return forms.DateField(
        label=label,
        required=needed,
        input_formats=DAYS,
        widget=forms.DateInput(format="%d.%m.%Y", attrs={**OFF, "inputmode": "numeric"}),
        help_text=_("Like 31.01.2026."),
        error_messages={
            "required": _("Please enter the day."),
            "invalid": _("Please enter a day like 31.01.2026."),
        },
    )


def paragraph(label: Any) -> forms.CharField:
    """Return a field for a text of 2,000 signs."""
    return forms.CharField(
        label=label, required=False, max_length=2_000, widget=forms.Textarea(attrs={**OFF, "rows": 4})
    )


def weapons(gone: Container[str] = ()) -> list[Any]:
    """Return the classes by group, without those that are `gone`; a group of which nothing is left is not offered."""
    found: list[Any] = [*NOTHING]
    for group, label in words.WEAPON_GROUPS.items():
        classes = [(code, name) for code, name in words.WEAPONS.items() if code[0] == group and code not in gone]
        found += [(label, classes)] if classes else []
    return found


class ReportForm(KernForm):
    """What the forms of a report share."""

    def __init__(self, *args: Any, department: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "department" in self.fields:
            rows = Department.objects.order_by("name_de")
            field = cast(forms.ChoiceField, self.fields["department"])
            field.choices = [*NOTHING, *((row.key, row.name) for row in rows)]
            field.initial = department
        if "offences" in self.fields:
            # Whoever chose something before it was taken out loses nothing.
            chosen = self["offences"].value() or ()
            cast(forms.MultipleChoiceField, self.fields["offences"]).choices = kinds.offered(
                kinds.offences(), chosen, kinds.HAPPENED
            )
        if "weapon" in self.fields and (gone := inactive() - {self["weapon"].value()}):
            weapon = cast(forms.ChoiceField, self.fields["weapon"])
            weapon.choices = weapons(gone)

    def clean_occurred_on(self) -> datetime.date:
        """A day of the past."""
        value: datetime.date = self.cleaned_data["occurred_on"]
        if value > local_day(timezone.now()):
            raise ValidationError(_("The day must not lie in the future."))
        return value

    def clean(self) -> dict[str, Any]:
        """Who is named has a family name, and somebody says how sure it is who they are."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        named = data.get("family") or data.get("given")
        if "family" in self.fields and named:
            if not data.get("family"):
                self.add_error("family", _("Please enter the family name."))
            if data.get("known") == "no":
                # A name that was typed must never be dropped in silence.
                self.add_error("known", _("You have named a person. Please choose Yes, or remove the name."))
            if not data.get("grade"):
                self.add_error("grade", _("Please choose how it is known who the person is."))
        if data.get("weapon") and not data.get("offences"):
            self.add_error("offences", _("Please choose what happened with the weapon."))
        if data.get("use") and not data.get("weapon"):
            self.add_error("weapon", _("Please choose the weapon as well."))
        return data


class Who(ReportForm):
    """Step 1."""

    role = choice(_("Who are you in this?"), ROLES)
    department = choice(_("Department"), NOTHING, radio=False)
    task = text(_("Task"))
    phone = text(_("Telephone for questions"), 40)


class When(ReportForm):
    """Step 2."""

    occurred_on = day(_("Day"))
    time = forms.TimeField(
        label=_("Time, if known"),
        required=False,
        input_formats=TIME_SHAPES,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"invalid": _("Please enter a time like 14:30.")},
    )
    setting = choice(_("Where did it happen?"), words.SETTINGS.items())
    street = text(_("Street"))
    number = text(_("House number"), 20)
    place = text(_("Place in words"), 200)
    alone = yes(_("I was alone"))
    occasion = choice(_("Occasion"), [*NOTHING, *words.OCCASIONS.items()], needed=False, radio=False)


class What(ReportForm):
    """Step 3."""

    offences = forms.MultipleChoiceField(
        label=_("What happened?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Several answers are possible. None of them: leave all boxes empty."),
    )
    weapon = choice(_("Weapon or dangerous thing"), weapons(), needed=False, radio=False)
    use = choice(_("How was it used?"), [*NOTHING, *words.USES.items()], needed=False, radio=False)


class WholeWhat(What):
    """Step 3 with the seven questions."""

    who, what, where, with_what, how, when, why = (paragraph(label) for label in W_LABELS.values())


class Consequences(ReportForm):
    """Step 4."""

    affected = forms.IntegerField(label=_("How many people were affected?"), required=False, min_value=0, max_value=999)
    injury = choice(_("Injury"), INJURIES, needed=False, radio=False)
    strain = yes(_("It is still a strain"))
    off_work = yes(_("Off work for more than three days"), help_text=_("Then an accident report is needed."))
    damage = text(_("Damage"), 200)
    service_ended = yes(_("The service had to be stopped"))


class Reactions(ReportForm):
    """Step 5."""

    police = yes(_("The police were called"))
    police_reference = text(_("Reference of the police"), 60)
    house_ban = yes(_("A house ban was given"))
    house_ban_until = day(_("House ban until"), needed=False)
    complaint = choice(_("Has a complaint been filed?"), COMPLAINTS)
    superior = yes(_("I wish that the superior applies for prosecution"))
    witnesses = text(_("Witnesses"), 200)
    evidence = yes(_("There is evidence"), help_text=_("Keep it safe; it is not uploaded here."))


class Short(ReportForm):
    """The short form: what is needed at once; the rest can be added later."""

    role = choice(_("Who are you in this?"), [*NOTHING, *ROLES], radio=False)
    department = choice(_("Department"), NOTHING, radio=False)
    occurred_on = day(_("Day"))
    setting = choice(_("Where did it happen?"), [*NOTHING, *words.SETTINGS.items()], radio=False)
    offences = What.base_fields["offences"]
    weapon, use = What.base_fields["weapon"], What.base_fields["use"]
    complaint = choice(_("Has a complaint been filed?"), [*NOTHING, *COMPLAINTS], radio=False)
    known = choice(_("Is it known who it was?"), [*NOTHING, *KNOWN], radio=False)
    family = text(_("Family name"))
    given = text(_("Given name"))
    grade = choice(_("How is it known?"), GRADES, needed=False, radio=False)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_on"].initial = local_day(timezone.now())


class Anonymous(ReportForm):
    """A report without a name: one form, no person, no draft, no status."""

    department = choice(_("Department"), NOTHING, radio=False)
    occurred_on = day(_("Day"))
    setting = choice(_("Where did it happen?"), [*NOTHING, *words.SETTINGS.items()], radio=False)
    offences = What.base_fields["offences"]
    weapon, use = What.base_fields["weapon"], What.base_fields["use"]
    what = paragraph(_("What happened, without names"))
    request_key = RequestKeyField()
    seen = yes(_("I have read the hint"), widget=forms.HiddenInput)


class SupplementForm(KernForm):
    """A text that is added to an own report."""

    text = forms.CharField(
        label=_("Your text"),
        max_length=4_000,
        widget=forms.Textarea(attrs={**OFF, "rows": 6}),
        error_messages={"required": _("Please write something.")},
    )
