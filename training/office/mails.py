"""Mails of training that could not be sent, and the button that sends them again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from training.office.base import OfficeScreen
from training.services.again import failed_mails, send_failed_again


class FailedMails(OfficeScreen, TemplateView):
    """Which mails could not be sent, to whom and why."""

    page_title = _("Mails that could not be sent")
    template_name = "training/office/mails.html"
    header_icon = "mail"

    def way(self) -> list[dict[str, Any]]:
        """Return the work list."""
        return [{"url": reverse("office_work"), "label": _("Work list")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the mails."""
        return super().get_context_data(mails=list(failed_mails()), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Queue them again; what a later message has overtaken is left."""
        queued, overtaken = send_failed_again(actor=self.actor, now=timezone.now())
        if queued:
            text = ngettext("%(count)s mail is sent again.", "%(count)s mails are sent again.", queued)
            messages.success(request, text % {"count": queued})
        if overtaken:
            text = ngettext(
                "%(count)s mail is left: a later one has replaced it.",
                "%(count)s mails are left: later ones have replaced them.",
                overtaken,
            )
            messages.info(request, text % {"count": overtaken})
        return redirect("office_work")
