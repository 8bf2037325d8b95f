"""After a hit: what is open, what will be done about it, details with a reason, and the own log."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zemag.kinds import Lists
from zemag.models import Role
from zemag.services import acting, own
from zemag.services.errors import ReasonMissing, ReasonTooLong
from zemag_pages import words
from zemag_pages.answers import TELEPHONE
from zemag_pages.cards import asked_words, face_of
from zemag_pages.forms.hits import PlanForm, ReasonForm
from zemag_pages.guard import READ_AND_SEND, SEND, screen
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.showing import clock, day_and_time
from zemag_pages.views.asking import SHOWN_SECONDS, ways
from zemag_pages.views.visits import visits_over


@screen("hits", Role.ENQUIRER)
def hits(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the own hits without a plan, late ones first, and the visits that are over."""
    return _hits(request, visit)


def _hits(request: HttpRequest, visit: Visit, refused: tuple[uuid.UUID, PlanForm] | None = None) -> HttpResponse:
    cards = acting.open_hits(actor=visit.actor, now=visit.now)
    asked = own.questions(actor=visit.actor, hits=[card.hit for card in cards])
    faces, lists = [], Lists()
    for card in cards:
        question = asked.get(card.hit)
        faces.append(face_of(card, lists, _asked(question, visit) if question else ""))
    after = visits_over(visit)
    done = {
        "plan": _("Your plan is noted."),
        "visit": _("Noted: no incident."),
    }
    context = {
        **frame(request, visit, _("Open hits"), "ask", pages=ways(visit, "hits")),
        "faces": faces,
        "visits": after,
        "done": done.get(request.GET.get("done", ""), ""),
        "telephone": TELEPHONE,
        "refused": refused[0] if refused else None,
        "form": refused[1] if refused else None,
    }
    response = render(request, "zemag_pages/hits.html", context)
    if faces or after:
        response["Refresh"] = f"{SHOWN_SECONDS}; url={reverse('zemag_ask_start')}?gone=1"
    return response


def _asked(question: own.Asked, visit: Visit) -> str:
    """Return the own question of a hit in one line."""
    at = clock(question.planned_at or question.asked_at, visit.now)
    return " · ".join(part for part in (question.file_number, at, asked_words(question.typed)) if part)


@screen("ack", Role.ENQUIRER, methods=SEND)
def plan(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Keep what will be done about a hit."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _hits(request, visit, (uid, form))
    acting.acknowledge(
        hit_id=uid,
        actor=visit.actor,
        measures=form.cleaned_data["measures"],
        cancelled=form.cleaned_data["cancelled"],
        now=visit.now,
    )
    return redirect(f"{reverse('zemag_hits')}?done=plan")


@screen("detail", Role.ENQUIRER, methods=READ_AND_SEND)
def details(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Ask for a reason, then show how alike the details are; each look is a row of the log."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            found = acting.details(hit_id=uid, actor=visit.actor, reason=form.cleaned_data["reason"], now=visit.now)
        except (ReasonMissing, ReasonTooLong) as fault:
            form.add_error("reason", str(fault))
        else:
            context = {"detail": found, "attributes": words.likeness(found.attributes)}
    step = Step(_("Open hits"), reverse("zemag_hits"))
    context = {**frame(request, visit, _("Details of a hit"), "ask", step), "telephone": TELEPHONE, **context}
    response = render(request, "zemag_pages/details.html", context)
    if "detail" in context:
        response["Refresh"] = f"{SHOWN_SECONDS}; url={reverse('zemag_ask_start')}?gone=1"
    return response


@screen("own_log")
def own_log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what the log holds of oneself."""
    rows = [
        {
            "at": day_and_time(row.entry.at),
            "what": words.of(words.ACTIONS, [row.entry.action])[0],
            "purpose": words.of(words.PURPOSES, [row.entry.purpose])[0] if row.entry.purpose else "",
            "file_number": row.file_number,
            "result": words.of(words.RESULTS, [row.entry.result])[0] if row.entry.result else "",
        }
        for row in own.log(actor=visit.actor, now=visit.now)
    ]
    context = {
        **frame(request, visit, _("My log"), "ask", pages=ways(visit, "log")),
        "rows": rows,
        "most": own.MOST_ROWS,
    }
    return render(request, "zemag_pages/own_log.html", context)
