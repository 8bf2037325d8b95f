"""The offers of help on the desk: done, not wanted, open again."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zemag.models import Role, SupportState
from zemag.services import support
from zemag_pages.guard import SEND, screen
from zemag_pages.navigation import Visit


def state_in(request: HttpRequest) -> SupportState:
    """Return what a button says; raise Http404 for anything else."""
    state = request.POST.get("state", "")
    if state not in SupportState.values:
        raise Http404
    return SupportState(state)


@screen("support", Role.QUALITY, methods=SEND)
def settle_support(request: HttpRequest, visit: Visit, pk: uuid.UUID) -> HttpResponse:
    """Note what became of an offer; the same twice changes nothing."""
    row = support.decide(contact_id=pk, state=state_in(request), actor=visit.actor, now=visit.now)
    return redirect(f"{reverse('zemag_case', args=[row.incident_id])}?done=support")
