"""The office says that the contents of a course have changed, so that they are reviewed again (settled.md T5)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages

from training.models import Course
from training.office.base import OfficeScreen, attempt
from training.services.quality import raise_content_version


class VersionForm(forms.Form):
    """The version that was on the screen: said twice, it is said once."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ContentsChanged(OfficeScreen, FormView):
    """Asks, then raises the version of the contents."""

    page_title = _("Contents have changed")
    template_name = "training/office/form.html"
    form_class = VersionForm
    course: Course

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read the course once the right is checked."""
        if self.may_open():
            self.course = get_object_or_404(Course, uid=kwargs["uid"])
        return super().dispatch(request, *args, **kwargs)

    def way(self) -> list[dict[str, Any]]:
        """Return the course."""
        return [{"url": self._back(), "label": str(self.course)}]

    def get_initial(self) -> dict[str, Any]:
        """Name the version that is on the screen."""
        return {"version": self.course.content_version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button does."""
        return super().get_context_data(
            question=_(
                "For changes of aims, contents or methods, not for misprints. The contents get a new version that is "
                "reviewed; until it has passed, dates of the course take no new bookings."
            ),
            heading=str(self.course),
            button=self.page_title,
            serious=True,
            back=self._back(),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Raise the version, or say why not."""
        version, now = form.cleaned_data["version"], timezone.now()
        status = attempt(
            form, lambda: raise_content_version(course=self.course, version=version, actor=self.actor, now=now)
        )
        if status:
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(self.request, str(_("The contents have a new version; the reviewers see it on their list.")))
        return redirect(self._back())

    def _back(self) -> str:
        """Return the course in the catalogue."""
        return reverse("training_course:edit", args=[self.course.pk])
