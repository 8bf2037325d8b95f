"""Screens of the subject-rights desk: the list with its clocks, intake, one request with its one next step, letters."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.stepup import stepup
from zemag.models import RequestKind, Role, SubjectRequest
from zemag.services import answering, collecting, rights_desk, subject_requests
from zemag.services.errors import Denied, NotFound, Refused, WrongState
from zemag.services.logbook import denials
from zemag.services.rights_desk import OpenedRequest
from zemag_pages.answers import beside, conflict
from zemag_pages.desk.faces import due_words
from zemag_pages.desk.returned import returns_in
from zemag_pages.guard import READ_AND_SEND, SEND, screen
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.subjects.deed import Deed
from zemag_pages.subjects.deeds import DEEDS, call, needs_another, possible, settling
from zemag_pages.subjects.faces import (
    answer_of,
    clocks_of,
    delivery_of,
    faces_of,
    facts_of,
    given_up_of,
    held_of,
    overview_of,
)
from zemag_pages.subjects.forms import IntakeForm, StepForm
from zemag_pages.subjects.words import NEXT_WORDS

K = RequestKind
READERS = (Role.QUALITY, Role.DATA_PROTECTION)
# Steps at which the answer is read before it is decided on.
READ_FIRST = ("look", "carry-out", "letter")


def _ways(visit: Visit, current: str) -> list[Step]:
    """Return the two lists of data protection; the quality staff has one."""
    if not visit.rights.has(Role.DATA_PROTECTION):
        return []
    here = (("requests", "zemag_requests", _("Requests")), ("protection", "zemag_protection", _("Data protection")))
    return [Step(label, reverse(route), name == current) for name, route, label in here]


def _way() -> list[Step]:
    return [Step(_("Requests"), reverse("zemag_requests"))]


@screen("request", *READERS)
def show_requests(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the open requests, late ones first."""
    everything = request.GET.get("all") == "1"
    rows = rights_desk.listed(actor=visit.actor, now=visit.now, everything=everything)
    context = {
        **frame(request, visit, _("Requests"), "requests", pages=_ways(visit, "requests")),
        "rows": faces_of(rows, visit.rights.roles),
        "overdue": sum(row.late for row in rows),
        "everything": everything,
        "may_take": visit.rights.has(Role.QUALITY),
    }
    return render(request, "zemag_pages/subjects/requests.html", context)


@screen("protection", Role.DATA_PROTECTION)
def show_protection(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what waits for data protection, and what it is told of."""
    found = rights_desk.overview(actor=visit.actor, now=visit.now)
    context = {
        **frame(request, visit, _("Data protection"), "requests", *_way(), pages=_ways(visit, "protection")),
        **overview_of(found, visit.rights.roles),
    }
    return render(request, "zemag_pages/subjects/protection.html", context)


@sensitive_post_parameters()
@screen("request", Role.QUALITY, methods=READ_AND_SEND)
def take_in(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take a request in; what was typed stays when something is missing."""
    sent = request.POST if request.method == "POST" else None
    form = IntakeForm(sent)
    if sent is not None and form.is_valid():
        try:
            made = subject_requests.take_in(
                intake=form.intake(), request_key=form.cleaned_data["request_key"], actor=visit.actor, now=visit.now
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            return redirect(f"{reverse('zemag_request', args=[made.pk])}?done=taken")
    context = {**frame(request, visit, _("Take a request in"), "requests", *_way()), "form": form}
    return render(request, "zemag_pages/subjects/intake.html", context)


def _opened(visit: Visit, pk: uuid.UUID) -> OpenedRequest:
    return rights_desk.opened(request_id=pk, actor=visit.actor, now=visit.now)


@screen("request", *READERS)
def show_request(request: HttpRequest, visit: Visit, pk: uuid.UUID) -> HttpResponse:
    """Show one request; the log gets its row before it leaves."""
    opened = _opened(visit, pk)
    deeds, another = possible(opened), needs_another(opened)
    if another:
        deeds.pop("carry-out", None)
    main = settling(opened)
    context = {
        **frame(request, visit, _("Request %(number)s") % {"number": opened.request.number}, "requests", *_way()),
        "opened": opened,
        "step": NEXT_WORDS[opened.next.code],
        "due": due_words(opened.next),
        "overdue": opened.next.is_late(visit.now),
        "main": main if main in deeds else "",
        "main_label": DEEDS[main].label if main in deeds else "",
        "others": [{"name": name, "label": deed.label} for name, deed in deeds.items() if name != main],
        "facts": facts_of(opened),
        "clocks": clocks_of(opened),
        "held": held_of(opened),
        "delivery": delivery_of(opened),
        "back": list(returns_in(opened.delivery).values()),
        "given_up": given_up_of(opened),
        "answer": answer_of(opened, visit.now),
        "another": another,
        "remark": opened.told.get("remark", ""),
        "is_quality": opened.has(Role.QUALITY),
        "done": _done(request.GET.get("done", "")),
    }
    return render(request, "zemag_pages/subjects/request.html", context)


def _done(name: str) -> str:
    """Return what was done before this request was shown again."""
    words = {"taken": _("The request is taken in."), "sent": _("The letter is noted as sent.")}
    deed = DEEDS.get(name)
    return words.get(name) or (_("Done: %(what)s.") % {"what": deed.label} if deed else "")


@sensitive_post_parameters()
@screen("request", *READERS, methods=READ_AND_SEND)
def act(request: HttpRequest, visit: Visit, pk: uuid.UUID, name: str) -> HttpResponse:
    """Ask for what a step needs, then do it; what was typed stays when it is refused."""
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    with denials(visit.actor, visit.now, "zemag.request"):
        if not visit.rights.has(deed.role):
            raise Denied
    return (stepup(request) if deed.serious else None) or _step(request, visit, pk, name, deed)


def _step(request: HttpRequest, visit: Visit, pk: uuid.UUID, name: str, deed: Deed) -> HttpResponse:
    opened = _opened(visit, pk)
    way_on = {"label": _("Back to the request"), "url": reverse("zemag_request", args=[pk])}
    if not deed.possible(opened):
        return conflict(request, visit, WrongState(), way_on=way_on)
    sent = request.POST if request.method == "POST" else None
    form = deed.form(sent, opened=opened, **_found(visit, opened, name))
    if sent is None or not form.is_valid():
        return _ask(request, visit, opened, form, deed, name)
    try:
        done = call(deed, opened, form, actor=visit.actor, now=visit.now)
    except WrongState as refusal:
        return conflict(request, visit, refusal, way_on=way_on)
    except (Denied, NotFound):
        raise
    except (Refused, ValidationError) as refusal:
        beside(form, refusal)
        return _ask(request, visit, opened, form, deed, name)
    here = reverse("zemag_request", args=[done.pk if isinstance(done, SubjectRequest) else pk])
    return redirect(f"{here}?done={name}")


def _found(visit: Visit, opened: OpenedRequest, name: str) -> dict[str, Any]:
    """Return the cases that were found, for the step that settles them; this raises when nobody can tell."""
    if name != "collect":
        return {}
    rows = collecting.candidates(request_id=opened.request.pk, actor=visit.actor, now=visit.now)
    return {"candidates": rows}


def _ask(
    request: HttpRequest, visit: Visit, opened: OpenedRequest, form: StepForm, deed: Deed, name: str
) -> HttpResponse:
    here = reverse("zemag_request", args=[opened.request.pk])
    nothing = name == "collect" and "people" not in form.fields
    context = {
        **frame(request, visit, str(deed.label), "requests", *_way(), Step(opened.request.number, here)),
        "form": form,
        "text": deed.text,
        "button": _("Note that nothing is stored") if nothing else deed.button or deed.label,
        "here": here,
        "nothing": nothing,
        "facts": facts_of(opened) if name in ("identity", "collect", "decide") else [],
        "words": opened.told["words"] if name == "look" else "",
        "deferred": opened.deferred if name in ("decide", "look") and opened.request.kind != K.ACCESS else [],
        "held": held_of(opened) if name in ("redact", "look") else [],
        "answer": answer_of(opened, visit.now) if name in READ_FIRST else None,
    }
    return render(request, "zemag_pages/subjects/act.html", context)


@screen("request", Role.QUALITY, methods=SEND, fresh=True)
def send_letter(request: HttpRequest, visit: Visit, pk: uuid.UUID) -> HttpResponse:
    """Note that a letter of a request has left; doing so twice changes nothing."""
    try:
        row = answering.send(letter_id=pk, actor=visit.actor, now=visit.now)
    except WrongState:
        return redirect("zemag_requests")
    except (Denied, NotFound):
        raise
    except Refused as refusal:
        way_on = {"label": _("Back to the requests"), "url": reverse("zemag_requests")}
        return conflict(request, visit, refusal, way_on=way_on)
    return redirect(f"{reverse('zemag_request', args=[row.pk])}?done=sent")
