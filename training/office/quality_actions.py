"""What the quality reviewers do: approve and withdraw, note proofs and reviews, open a document."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages

from accounts.permissions import staff
from training.models import Course, Trainer, TrainerApproval, TrainerQualification
from training.office.base import attempt
from training.office.forms import NothingForm
from training.office.quality import QualityScreen
from training.office.quality_forms import ApprovalForm, QualificationForm, ReviewForm
from training.permissions import can_review
from training.services import quality


class QualityForm(QualityScreen, FormView):
    """A question to the reviewers: each subclass names its form, its service and what it says afterwards."""

    template_name = "training/office/form.html"
    question: Promise
    done: Promise
    serious = False
    target: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Remember the address; the row is read once the right is checked."""
        super().setup(request, *args, **kwargs)
        self.target = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave the right to the screen, then read what it is about."""
        if self.may_open():
            self.target = self.find()
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> Any:
        """Return what the question is about, or 404."""
        return get_object_or_404(Trainer.objects.select_related("user"), pk=self.kwargs["pk"])

    def about(self) -> str:
        """Name what the question is about."""
        return str(self.target.name)

    def back(self) -> str:
        """Return the screen that led here."""
        return reverse("quality_trainer", args=[self.target.pk])

    def call(self, data: dict[str, Any]) -> object:
        """Call the service."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button does."""
        return super().get_context_data(
            question=self.question,
            heading=self.about(),
            button=self.page_title,
            serious=self.serious,
            back=self.back(),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service; what it refuses stands in the form with everything that was typed."""
        status = attempt(form, lambda: self.call(form.cleaned_data))
        if status:
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(self.request, str(self.done))
        return redirect(self.back())


class ApproveTrainer(QualityForm):
    """Lets a trainer teach a topic until a day."""

    page_title = gettext_lazy("Approve for a topic")
    question = gettext_lazy("A date needs a main trainer who is approved for a topic of the course on its last day.")
    done = gettext_lazy("The approval is stored; the dates of this trainer are checked again.")
    form_class = ApprovalForm

    def call(self, data: dict[str, Any]) -> object:
        """Approve."""
        return quality.approve_trainer(trainer=self.target, actor=self.actor, now=timezone.now(), **data)


class WithdrawApproval(QualityForm):
    """Takes an approval back."""

    page_title = gettext_lazy("Withdraw approval")
    question = gettext_lazy(
        "Dates that needed it take no new bookings until somebody else is approved; bookings that exist stay."
    )
    done = gettext_lazy("The approval is withdrawn.")
    form_class: type[forms.Form] = NothingForm
    serious = True

    def find(self) -> TrainerApproval:
        """Return the approval; one that was withdrawn is no page."""
        rows = TrainerApproval.objects.select_related("trainer__user", "topic")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def about(self) -> str:
        """Name trainer and topic."""
        return f"{self.target.trainer.name}, {self.target.topic.name}"

    def back(self) -> str:
        """Return the trainer."""
        return reverse("quality_trainer", args=[self.target.trainer_id])

    def call(self, data: dict[str, Any]) -> object:
        """Withdraw."""
        return quality.withdraw_approval(approval=self.target, actor=self.actor, now=timezone.now())


class AddQualification(QualityForm):
    """Stores a proof that a trainer showed."""

    page_title = gettext_lazy("Add a qualification")
    question = gettext_lazy("A qualification that ends before the last day of a date blocks new bookings of it.")
    done = gettext_lazy("The qualification is stored.")
    form_class = QualificationForm

    def call(self, data: dict[str, Any]) -> object:
        """Store."""
        return quality.add_qualification(trainer=self.target, actor=self.actor, now=timezone.now(), **data)


class RemoveQualification(WithdrawApproval):
    """Deletes a proof with its document."""

    page_title = gettext_lazy("Remove qualification")
    question = gettext_lazy("The entry and its document are deleted.")
    done = gettext_lazy("The qualification is removed.")

    def find(self) -> Any:
        """Return the proof, or 404."""
        return get_object_or_404(TrainerQualification.objects.select_related("trainer__user"), pk=self.kwargs["pk"])

    def about(self) -> str:
        """Name trainer and kind."""
        return f"{self.target.trainer.name}, {self.target.kind}"

    def call(self, data: dict[str, Any]) -> object:
        """Delete."""
        quality.remove_qualification(qualification=self.target, actor=self.actor, now=timezone.now())
        return None


class ReviewContents(QualityForm):
    """Stores what a review of the current contents found."""

    page_title = gettext_lazy("Note a review")
    question = gettext_lazy("Who teaches the course does not review it. A review that is not passed blocks bookings.")
    done = gettext_lazy("The review is stored; the dates of this course are checked again.")
    form_class = ReviewForm

    def find(self) -> Course:
        """Return the course, or 404."""
        return get_object_or_404(Course, uid=self.kwargs["uid"])

    def about(self) -> str:
        """Name course and version."""
        return _("%(course)s, version %(version)s") % {"course": self.target, "version": self.target.content_version}

    def back(self) -> str:
        """Return the course."""
        return reverse("quality_course", args=[self.target.uid])

    def call(self, data: dict[str, Any]) -> object:
        """Store."""
        return quality.review_contents(course=self.target, actor=self.actor, now=timezone.now(), **data)


class QualificationDocument(View):
    """The document of a proof, for the reviewers alone."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send the file."""
        if not can_review(staff(request)):
            raise PermissionDenied
        found = get_object_or_404(TrainerQualification, pk=pk)
        if not found.file:
            raise Http404
        answer = FileResponse(found.file.open("rb"), as_attachment=True, filename=f"{pk}.pdf")
        answer["Content-Type"], answer["Cache-Control"] = "application/pdf", "private, no-store"
        return answer
