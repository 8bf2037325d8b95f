"""What the screens of all texts share that one person proposes and another releases: deciding, and 409 with both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pages.forms import KernForm
from zemag.models import Role, TemplateState
from zemag.services.errors import Denied, NotFound, Refused, WrongState
from zemag.services.versions import Version
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.wordings.faces import face_of
from zemag_pages.wordings.forms import WhyForm

CONFLICT = 409
Pairs = Iterable[tuple[Any, Any]]
# A step by its name: what stands on its button, and what it does.
Steps = Mapping[str, tuple[Promise, Promise]]


@dataclass(frozen=True)
class Place:
    """Where a text stands: its tab, the way to it, its own page, and the words that lead back to that."""

    tab: str
    way: list[Step]
    here: str
    back: str


def may_decide(version: Version, visit: Visit) -> bool:
    """Whether somebody may release or return a version that waits: another one than proposed it."""
    waits = version.state == TemplateState.PROPOSED
    return bool(waits and visit.rights.has(Role.QUALITY) and version.row.proposed_by != visit.actor.uuid)


def conflict(
    request: HttpRequest, visit: Visit, place: Place, *, now: Version, sent: Pairs, present: Pairs, reason: str
) -> HttpResponse:
    """Answer 409 with both: what was sent, and the text as it stands now."""
    state = (_("State"), face_of(now, {})["title"] + f" ({now.state.label})")
    context = {
        **frame(request, visit, _("This is not possible now"), place.tab, *place.way),
        "reason": reason,
        "sent": [{"label": label, "value": value} for label, value in sent if value],
        "present": [{"label": label, "value": value} for label, value in (state, *present)],
        "here": place.here,
        "back": place.back,
    }
    return render(request, "zemag_pages/desk/conflict.html", context, status=CONFLICT)


@dataclass(frozen=True)
class Decision:
    """One step about one version: who calls it `name`, what it is called, and what does it."""

    steps: Steps
    name: str
    title: str
    version: Version
    address: str
    release: Callable[[], object]
    send_back: Callable[[str], object]


def decided(
    request: HttpRequest, visit: Visit, place: Place, asked: Decision, settled: Callable[[], HttpResponse]
) -> HttpResponse:
    """Ask once more, then release or return with a reason; `settled` answers what somebody has decided before.

    Raise Http404 for a step that there is not.
    """
    if asked.name not in asked.steps:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    if sent is None and asked.version.state != TemplateState.PROPOSED:
        return settled()
    form: KernForm = WhyForm(sent) if asked.name == "return" else KernForm(sent)
    if form.is_bound and form.is_valid():
        try:
            asked.send_back(form.cleaned_data["reason"]) if isinstance(form, WhyForm) else asked.release()
        except WrongState:
            return settled()
        except (Denied, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{place.here}?done={asked.name}")
    label, text = asked.steps[asked.name]
    context = {
        **frame(request, visit, f"{asked.title}: {label}", place.tab, *place.way),
        "form": form,
        "text": text,
        "button": label,
        "here": asked.address,
        "back": _("Back to the proposal"),
    }
    return render(request, "zemag_pages/desk/act.html", context)
