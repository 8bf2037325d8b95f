"""Forms of the training office; they hold what was typed, services decide."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.once import RequestKeyField
from training.models import Course, CourseDate, DateSeats, Trainer, TrainerRole, Venue
from training.models.dates import LANGUAGES, LONGEST_CAPACITY
from training.services.deadlines import MOMENTS, DeadlineSet
from training.services.planning import PartPlan
from training.services.record import LONGEST_REASON


class MomentField(forms.DateTimeField):
    """Day and time on the wall clock; times that exist twice or not at all are refused by the field itself."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class TrainerField(forms.ModelChoiceField):
    """Trainers by their names."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Trainer.objects.filter(is_active=True).select_related("user")
        super().__init__(rows.order_by("user__last_name", "own_name"), **kwargs)

    def label_from_instance(self, obj: Trainer) -> str:
        """Return name and organisation."""
        return ", ".join(part for part in (obj.name, obj.organisation) if part)


class NothingForm(forms.Form):
    """A question that is answered by its button."""


class ReasonForm(forms.Form):
    """A reason that others read."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Mailed.")
    )


class PartForm(forms.Form):
    """Time and place of a part."""

    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Ends"))
    venue = forms.ModelChoiceField(
        Venue.objects.select_related("room__floor__building").order_by("name", "pk"),
        label=_("Venue"),
        required=False,
        help_text=_("Empty for a part that takes place online."),
    )
    online_url = forms.URLField(
        label=_("Online at"), max_length=500, required=False, assume_scheme="https", help_text=_("With https://.")
    )

    def plan(self) -> PartPlan:
        """Return what was typed as the service takes it."""
        data = self.cleaned_data
        return PartPlan(data["starts_at"], data["ends_at"], data["venue"], data["online_url"])


class MoveForm(PartForm):
    """Another time or place for a part."""

    shift_deadlines = forms.BooleanField(
        label=_("Move all deadlines by the same time"), required=False, help_text=_("Otherwise they stay.")
    )


class DetailsForm(forms.Form):
    """What a date says of itself, and how many may wait."""

    wait_capacity = forms.IntegerField(label=_("Places in the queue"), min_value=0, max_value=1000, initial=20)
    min_participants = forms.IntegerField(
        label=_("People needed"), min_value=0, max_value=LONGEST_CAPACITY, initial=0, help_text=_("0 for no limit.")
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Shown.")
    )

    @staticmethod
    def present(date: CourseDate) -> dict[str, Any]:
        """Return what stands in the form at first."""
        return {
            "wait_capacity": date.seats.wait_capacity,
            "min_participants": date.min_participants,
            "note": date.note,
        }

    def details(self) -> dict[str, Any]:
        """Return what was typed as the service takes it."""
        data = dict(self.cleaned_data)
        return {"note_text": data.pop("note"), **data}


class NewDateForm(DetailsForm, PartForm):
    """A new date with its first part; deadlines follow from the start, more parts are added afterwards."""

    field_order = (
        *("course", "language", "starts_at", "ends_at", "venue", "online_url", "trainer", "capacity"),
        *("wait_capacity", "min_participants", "note"),
    )
    course = forms.ModelChoiceField(Course.objects.filter(is_active=True).order_by("code"), label=_("Course"))
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language"), initial="de")
    trainer = TrainerField(label=_("Main trainer"), required=False)
    capacity = forms.IntegerField(label=_("Seats"), min_value=0, max_value=LONGEST_CAPACITY)
    uid = RequestKeyField()


class AddTrainerForm(forms.Form):
    """Somebody who teaches the date."""

    trainer = TrainerField(label=_("Trainer"))
    role = forms.ChoiceField(choices=TrainerRole.choices, label=_("Role"))


class CapacityForm(forms.Form):
    """Another number of seats."""

    capacity = forms.IntegerField(
        label=_("Seats"),
        min_value=0,
        validators=[MaxValueValidator(LONGEST_CAPACITY)],
        help_text=_("The queue moves up."),
    )

    @staticmethod
    def present(seats: DateSeats) -> dict[str, Any]:
        """Return what stands in the form at first."""
        return {"capacity": seats.capacity}


class DeadlineForm(forms.Form):
    """Deadlines of a date."""

    registration_opens = MomentField(label=_("Booking opens"))
    registration_closes = MomentField(label=_("Booking closes"))
    cancel_until = MomentField(label=_("Cancelling without a reason until"))
    auto_promote_until = MomentField(label=_("Confirmed from the queue until"), help_text=_("Offers after that."))
    promote_until = MomentField(label=_("Offered from the queue until"), help_text=_("By hand after that."))
    decide_by = MomentField(label=_("Decide by"), required=False, help_text=_("Whether it runs with few people."))
    offer_hours = forms.IntegerField(label=_("Hours for an offer"), min_value=1, max_value=168)
    approval_days = forms.IntegerField(label=_("Working days for approval"), min_value=1, max_value=20)

    @staticmethod
    def present(date: CourseDate) -> dict[str, Any]:
        """Return what stands in the form at first."""
        return {name: getattr(date, name) for name in (*MOMENTS, "offer_hours", "approval_days")}

    def deadlines(self) -> DeadlineSet:
        """Return what was typed as the service takes it."""
        return DeadlineSet(**self.cleaned_data)


class PersonForm(forms.Form):
    """Whom the office books."""

    email = forms.EmailField(label=_("E-mail address of the person"), max_length=254)

    def clean_email(self) -> str:
        """Find the account; say so at the field when there is none."""
        address = str(self.cleaned_data["email"]).strip().lower()
        self.person = User.objects.filter(email__iexact=address, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(_now("There is no account with this address."))
        return address
