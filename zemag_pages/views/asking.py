"""Asking before a visit: about a person, an address, on the way to an emergency; the answer stands on the same page."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pages.reader import Reader
from zemag.models import Outcome, Role
from zemag.services import inquiry
from zemag.services.answers import Answer
from zemag_pages.answers import TELEPHONE
from zemag_pages.cards import asked_words, reference, row_faces
from zemag_pages.forms.asking import AddressForm, AskingForm, EmergencyForm, PersonForm
from zemag_pages.guard import READ_AND_SEND, screen
from zemag_pages.navigation import Step, Visit, areas_for, frame, may_ask

# Answers leave the screen after ten minutes (ZeMAG design, section 9), also where scripts are off.
SHOWN_SECONDS = 600
MODES = (
    ("single", "zemag_ask"),
    ("address", "zemag_ask_address"),
    ("batch", "zemag_ask_route"),
    ("break_glass", "zemag_ask_emergency"),
)


def ways(visit: Visit, current: str) -> list[Step]:
    """Return the ways to ask that somebody has, the own open hits and the own log."""
    labels = {"single": _("Person"), "address": _("Address"), "batch": _("Route"), "break_glass": _("Emergency")}
    found = [
        Step(labels[mode], reverse(route), mode == current) for mode, route in MODES if may_ask(mode)(visit.rights)
    ]
    if visit.rights.has(Role.ENQUIRER):
        found.append(Step(_("Open hits"), reverse("zemag_hits"), current == "hits"))
    return [*found, Step(_("My log"), reverse("zemag_own_log"), current == "log")]


@screen("ask")
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lead to the first way to ask that somebody has; a question that has left the screen says so there."""
    way = ways(visit, "")[0]
    return redirect(f"{way.url}?gone=1" if request.GET.get("gone") == "1" else way.url)


def form_of(kind: type[AskingForm], request: HttpRequest, visit: Visit, mode: str, data: Any = None) -> Any:
    """Return a form that knows the task areas of somebody."""
    return kind(data, areas=areas_for(visit.rights, mode), language=Reader.of(request).language)


def show(
    request: HttpRequest, visit: Visit, form: AskingForm, mode: str, template: str, title: str, **more: Any
) -> HttpResponse:
    """Show a form, with the answer above it if there is one; an answer leaves the screen by itself."""
    context = {
        **frame(request, visit, title, "ask", pages=ways(visit, mode)),
        "form": form,
        "telephone": TELEPHONE,
        "gone": request.GET.get("gone") == "1",
        **more,
    }
    response = render(request, template, context)
    if more.get("rows"):
        response["Refresh"] = f"{SHOWN_SECONDS}; url={request.path}?gone=1"
    return response


def answer_context(visit: Visit, answer: Answer, asked: list[str], **more: Any) -> dict[str, Any]:
    """Return what an answer shows."""
    return {
        "rows": row_faces(answer, asked, more.pop("reasons", None)),
        "reference": reference(answer.inquiry, visit.now),
        **more,
    }


def _ask(
    request: HttpRequest,
    visit: Visit,
    kind: type[AskingForm],
    mode: str,
    service: Callable[..., Answer],
    title: str,
) -> HttpResponse:
    """Show the form; once it is sent, ask, and show the answer with a form for the next question."""
    template = "zemag_pages/ask.html"
    if request.method != "POST":
        return show(request, visit, form_of(kind, request, visit, mode), mode, template, title)
    form = form_of(kind, request, visit, mode, request.POST)
    answer = None
    if form.is_valid():
        try:
            answer = service(asking=form.asking(visit.actor, visit.now), question=form.question(), now=visit.now)
        except ValidationError as fault:
            form.say(fault)
    if answer is None:
        return show(request, visit, form, mode, template, title)
    told = answer_context(visit, answer, [asked_words(form.cleaned_data)])
    # After an answer that was too wide the next question differs in a little; else the form is empty.
    is_wide = any(row.outcome is Outcome.NARROW for row in answer.rows)
    after = form_of(kind, request, visit, mode, form.again() if is_wide else None)
    if is_wide and isinstance(after, PersonForm):
        after.offer_unobtainable()
    return show(request, visit, after, mode, template, _("Answer to your question"), **told)


@screen("single", rule=may_ask("single"), methods=READ_AND_SEND)
def ask_person(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask about a person."""
    return _ask(request, visit, PersonForm, "single", inquiry.ask_person, _("Ask before a visit"))


@screen("address", rule=may_ask("address"), methods=READ_AND_SEND)
def ask_address(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask about an address."""
    return _ask(request, visit, AddressForm, "address", inquiry.ask_address, _("Ask about an address"))


@screen("break_glass", rule=may_ask("break_glass"), methods=READ_AND_SEND)
def ask_emergency(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask about an address on the way to an emergency."""
    return _ask(request, visit, EmergencyForm, "break_glass", inquiry.ask_emergency, _("Ask in an emergency"))
