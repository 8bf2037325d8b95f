"""Forms of the quality reviewers."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pages.uploads.basics import check_size, extension_of
from pages.uploads.pdf import check_pdf
from training.models import ReviewResult, TrainingTopic

LARGEST_DOCUMENT = 10 * 1024 * 1024


class DayField(forms.DateField):
    """A day that is still to come."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Refuse a day that has passed."""
        day: date | None = super().clean(value)
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_now("This day has passed."))
        return day


class TopicField(forms.ModelChoiceField):
    """Topics by their names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(TrainingTopic.objects.order_by("order", "pk"), **kwargs)

    def label_from_instance(self, obj: TrainingTopic) -> str:
        """Return the name, with a mark where staff development takes part."""
        return f"{obj.name} (PE)" if obj.with_pe else obj.name


class ApprovalForm(forms.Form):
    """What a trainer may teach, and until when."""

    topic = TopicField(label=_("Topic"), help_text=_("PE: staff development has to agree."))
    valid_until = DayField(label=_("Valid until"), help_text=_("Last day."))
    with_pe = forms.BooleanField(label=_("Agreed with staff development (PE)"), required=False)
    comment = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it rests on."),
    )


class QualificationForm(forms.Form):
    """A proof that a trainer showed."""

    kind = forms.CharField(label=_("Kind"), max_length=80, help_text=_("For example licence of a coach."))
    valid_until = DayField(label=_("Valid until"), required=False, help_text=_("Empty has no end."))
    file = forms.FileField(label=_("Document"), required=False, help_text=_("PDF; seen by the quality reviewers only."))

    def clean_file(self) -> Any:
        """Take PDF alone, checked like every upload."""
        file = self.cleaned_data["file"]
        if file:
            check_size(file, LARGEST_DOCUMENT)
            if extension_of(file) != "pdf":
                raise forms.ValidationError(_now("Please choose a PDF."))
            check_pdf(file)
            file.seek(0)
        return file


RESULTS = ((ReviewResult.PASSED, _("passed")), (ReviewResult.FAILED, _("did not pass")))


class ReviewForm(forms.Form):
    """What a review of the contents found."""

    result = forms.ChoiceField(choices=RESULTS, label=_("Result"), widget=forms.RadioSelect)
    next_due = DayField(label=_("Next review"), help_text=_("Ninety days later the course can no longer be booked."))
