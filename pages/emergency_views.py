"""Screens of emergency publishing and of the second look."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from accounts.once import RequestKeyField
from pages import emergency
from pages.models import Approval


class ReasonForm(forms.Form):
    """Why a text cannot wait for a second person."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=emergency.SHORTEST_REASON,
        max_length=emergency.LONGEST_REASON,
        help_text=gettext_lazy("20 to 500 signs. Everybody who reads for reviews sees it."),
    )
    request_key = RequestKeyField()


@require_http_methods(["GET", "POST"])
def publish_alone(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for the reason; on POST publish the latest draft of a page at once."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not emergency.may_publish_alone(request.user) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            emergency.publish_alone(page, request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("reason", refusal)
        else:
            messages.warning(request, _("“%(title)s” is live. Another person has to read it.") % {"title": page.title})
            return redirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    return render(request, "pages/publish_alone.html", {"page": page, "form": form})


def second_looks(request: HttpRequest) -> HttpResponse:
    """List what went live in an emergency and was not read by a second person yet."""
    if not emergency.readers().filter(pk=request.user.pk).exists() and not emergency.may_publish_alone(request.user):
        raise PermissionDenied
    waiting = list(Approval.objects.to_be_read().select_related("approver"))
    pages = Page.objects.in_bulk([int(approval.object_id) for approval in waiting])
    reads = emergency.readers().filter(pk=request.user.pk).exists()
    rows: list[dict[str, Any]] = [
        {
            "approval": approval,
            "page": pages.get(int(approval.object_id)),
            "may_confirm": reads and not emergency.had_part(request.user, approval),
        }
        for approval in waiting
    ]
    return render(request, "pages/second_looks.html", {"rows": rows})


@require_POST
def confirm(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Keep the second look of this person."""
    emergency.confirm(get_object_or_404(Approval, pk=approval_id), request.user)
    messages.success(request, _("Thank you. The text counts as read by a second person now."))
    return redirect(reverse("second_looks"))
