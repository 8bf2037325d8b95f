"""Reporting: the short form, six steps whose every answer is kept sealed, and a report without a name."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zemag.catalogue import level_of
from zemag.models import MOST_PEOPLE
from zemag.services import own_reports, reporting
from zemag_pages import words
from zemag_pages.forms import people
from zemag_pages.forms.reporting import Anonymous, ReportForm, Short
from zemag_pages.forms.steps import STEPS
from zemag_pages.guard import READ_AND_SEND, SEND, screen
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.sensitive import words_in
from zemag_pages.told import acts_of, report_of

LAST = len(STEPS)
# The step in which people are named.
PEOPLE = LAST
Draft = dict[str, Any]


def ways(current: str) -> list[Step]:
    """Return the ways to report, and the own reports."""
    found = (
        ("own", "zemag_reports", _("My reports")),
        ("short", "zemag_report_short", _("Short report")),
        ("anonymous", "zemag_report_anonymous", _("Without my name")),
    )
    return [Step(label, reverse(route), name == current) for name, route, label in found]


def department_of(visit: Visit) -> str:
    """Return the own department, which most reports are about."""
    return visit.actor.department.key if visit.actor.department else ""


@screen("report", methods=READ_AND_SEND)
def short(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send a short report: what is needed at once."""
    sent = request.POST if request.method == "POST" else None
    form = Short(sent, department=department_of(visit))
    if sent is not None and form.is_valid():
        try:
            report = report_of(form.cleaned_data, visit.actor, is_short=True)
            key = form.cleaned_data["request_key"]
            made = reporting.submit(actor=visit.actor, report=report, request_key=key, now=visit.now)
        except ValidationError as fault:
            say(form, fault)
        else:
            return redirect(f"{reverse('zemag_report_own', args=[made.pk])}?done=sent")
    context = {**frame(request, visit, _("Short report"), "reports", pages=ways("short")), "form": form}
    return render(request, "zemag_pages/report_short.html", context)


def say(form: ReportForm, fault: ValidationError) -> None:
    """Put what a service says beside the fields."""
    for name, messages in fault.message_dict.items():
        form.add_error(
            {"acts": "offences"}.get(name, name) if name in form.fields or name == "acts" else None, messages
        )


@screen("report", methods=READ_AND_SEND)
def anonymous(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send a report without a name: nothing of who sent it is handed on to the service or the log."""
    sent = request.POST if request.method == "POST" else None
    form = Anonymous(sent)
    found: list[str] = []
    if sent is not None and form.is_valid():
        found = words_in([form.cleaned_data["what"]])
        if not found or form.cleaned_data["seen"]:
            try:
                report = report_of(form.cleaned_data, None)
                made = reporting.submit_anonymously(
                    report=report, request_key=form.cleaned_data["request_key"], now=visit.now
                )
            except ValidationError as fault:
                say(form, fault)
            else:
                return _thanks(request, visit, str(made.number))
    context = {
        **frame(request, visit, _("Report without my name"), "reports", pages=ways("anonymous")),
        "form": form,
        "sensitive": found,
    }
    return render(request, "zemag_pages/report_anonymous.html", context)


def _thanks(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """Say that it has arrived; there is no page of it to come back to."""
    context = {**frame(request, visit, _("Your report has arrived"), "reports"), "number": number}
    return render(request, "zemag_pages/report_thanks.html", context)


@screen("report", methods=SEND)
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin a report: an empty draft that only its author can open."""
    try:
        key = uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        raise Http404 from None
    made = reporting.save_draft(actor=visit.actor, content={"steps": {}}, request_key=key, now=visit.now)
    return redirect("zemag_report_step", uid=made.pk, number=1)


def _form(draft: Draft, number: int, visit: Visit, *, looked_at: bool = True) -> ReportForm:
    """Return the form of a step: with what is offered until it was sent, then looked at, unless somebody writes."""
    kept, kind = draft["steps"].get(str(number)), STEPS[number - 1][1]
    if kept is not None and not looked_at:
        return kind(initial={name: values[0] for name, values in kept.items() if values})
    offered = draft.get("offered", {}).get(str(number))
    return kind(_query(kept) if kept is not None else None, department=department_of(visit), initial=offered)


def _query(kept: dict[str, list[str]]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in kept.items():
        found.setlist(name, values)
    return found


@screen("report", methods=READ_AND_SEND)
def step(request: HttpRequest, visit: Visit, uid: uuid.UUID, number: int) -> HttpResponse:
    """Show one step; what is sent is kept at once, wrong or not, and only then looked at."""
    if not 1 <= number <= LAST:
        raise Http404
    draft = reporting.open_draft(actor=visit.actor, draft_id=uid)
    place = _place(request) if number == PEOPLE else 0
    form, is_full = _form(draft, number, visit, looked_at=not place), False
    if request.method == "POST":
        kept, place, is_full = _sent(request.POST, number)
        draft["steps"][str(number)] = kept
        form = _form(draft, number, visit, looked_at=not is_full)
        try:
            reporting.save_draft(actor=visit.actor, content=draft, request_key=uid, now=visit.now, draft_id=uid)
        except ValidationError as fault:
            form.add_error(None, fault.messages)
        else:
            if place:
                return redirect(f"{request.path}?person={place}#person-{place}")
            if not is_full and form.is_valid():
                return _onward(request, uid, number)
    context = {
        **frame(request, visit, str(STEPS[number - 1][0]), "reports", Step(_("My reports"), reverse("zemag_reports"))),
        **_line(number),
        "form": form,
        "uid": uid,
        "before": number - 1,
        "saved": request.method == "GET" and str(number) in draft["steps"],
        "place": place,
        "full": reporting.TOO_MANY if is_full else "",
        "offered": str(number) in draft.get("offered", {}) and str(number) not in draft["steps"],
    }
    return render(request, "zemag_pages/report_step.html", context)


def _place(request: HttpRequest) -> int:
    """Return the person at whom the writer is, after one was added or removed; what is typed is not looked at yet."""
    asked = request.GET.get("person", "")
    return int(asked) if request.method == "GET" and asked in map(str, range(1, MOST_PEOPLE + 1)) else 0


def _sent(post: QueryDict, number: int) -> tuple[dict[str, list[str]], int, bool]:
    """Return what was sent in a step, the person to go to if one was added or removed, and whether one was too many.

    All of it comes from what was sent, so a button that is pressed twice does the same once more.
    """
    kept = {name: post.getlist(name) for name in STEPS[number - 1][1](post).fields if name in post}
    if number != PEOPLE:
        return kept, 0, False
    kept["count"] = [str(people.number_in(kept))]
    if "add" in post:
        more = people.with_another(kept)
        return (more, people.number_in(more), False) if more else (kept, 0, True)
    gone = post.get("remove", "")
    if gone in map(str, range(1, people.number_in(kept) + 1)):
        left = people.without(kept, int(gone))
        return left, min(int(gone), people.number_in(left)), False
    return kept, 0, False


def _onward(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """Go to the next step, to the summary, or leave for now."""
    if "later" in request.POST:
        return redirect(f"{reverse('zemag_reports')}?done=kept")
    if number < LAST:
        return redirect("zemag_report_step", uid=uid, number=number + 1)
    return redirect("zemag_report_summary", uid=uid)


def _line(number: int) -> dict[str, Any]:
    """Return the steps with their state."""
    states = [
        {"label": str(label), "state": "done" if place < number else "current" if place == number else "open"}
        for place, (label, _kind) in enumerate(STEPS, 1)
    ]
    return {"steps": states, "number": number, "total": LAST}


@screen("report", methods=READ_AND_SEND)
def summary(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Show everything once more, with the notice, and send it."""
    if own_reports.is_sent(visit.actor, uid):
        return redirect("zemag_report_own", uid=uid)
    draft = reporting.open_draft(actor=visit.actor, draft_id=uid)
    forms = [_form(draft, number, visit) for number in range(1, LAST + 1)]
    wrong = [number for number, form in enumerate(forms, 1) if not (form.is_bound and form.is_valid())]
    data: dict[str, Any] = {}
    for form in forms:
        data |= getattr(form, "cleaned_data", {})
    faults: list[str] = []
    if request.method == "POST" and not wrong:
        try:
            report = report_of(data, visit.actor)
            made = reporting.submit(actor=visit.actor, report=report, request_key=uid, now=visit.now, draft_id=uid)
        except ValidationError as fault:
            faults = fault.messages
        else:
            return redirect(f"{reverse('zemag_report_own', args=[made.pk])}?done=sent")
    context = {
        **frame(request, visit, _("Check and send"), "reports", Step(_("My reports"), reverse("zemag_reports"))),
        "parts": [_part(number, form, number in wrong) for number, form in enumerate(forms, 1)],
        "complete": not wrong,
        "faults": faults,
        "uid": uid,
        "level": words.LEVELS[level_of(acts_of(data))],
        "sensitive": words_in(str(value) for value in data.values() if isinstance(value, str)),
    }
    return render(request, "zemag_pages/report_summary.html", context)


def _part(number: int, form: ReportForm, wrong: bool) -> dict[str, Any]:
    """Return a step as it stands: each answer that was given, in words, below the person whom it is about."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for bound in form:
        value = bound.value() if form.is_bound and not bound.is_hidden else None
        shown = value if isinstance(value, list) else [value]
        options = dict(_flat(getattr(bound.field, "choices", ())))
        found = [str(options.get(item, _("yes") if item in ("on", True) else item)) for item in shown if item]
        if found:
            rows = groups.setdefault(str(getattr(bound.field, "group", "")), [])
            rows.append({"label": bound.label, "value": ", ".join(found)})
    return {"number": number, "label": STEPS[number - 1][0], "groups": groups, "wrong": wrong}


def _flat(choices: Any) -> list[tuple[str, Any]]:
    """Return choices without their groups."""
    found: list[tuple[str, Any]] = []
    for value, label in choices:
        found += label if isinstance(label, list | tuple) else [(value, label)]
    return found
