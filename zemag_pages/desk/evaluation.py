"""Evaluating the log on screen: data protection asks, the staff council turns the second key, the rows open."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from accounts.once import RequestKeyField
from pages.forms import KernForm
from zemag.models import Role
from zemag.services import evaluating
from zemag.services.errors import Denied, Refused, WrongState
from zemag.services.evaluating import CONFIRMED_WITHIN, Found, Request, Wanted
from zemag_pages import words
from zemag_pages.desk.faces import departments
from zemag_pages.desk.forms import AccountField, day, long_text
from zemag_pages.guard import READ_AND_SEND, screen
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.showing import day_and_time

READERS = (Role.DATA_PROTECTION, Role.STAFF_COUNCIL)
STEPS: dict[str, tuple[Promise, Promise]] = {
    "agree": (_("Turn the second key"), _("Data protection then sees the rows for seven days. You see none of them.")),
    "decline": (_("Decline"), _("The rows stay closed. Data protection is told.")),
}
TYPED = ("given", "family", "birth", "street", "number")
REASON_SIGNS = 2_000


class EvaluationForm(KernForm):
    """Why, of which days, and what is looked for; nobody reads the whole log without need."""

    request_key = RequestKeyField()
    reason = long_text(_("Reason"), REASON_SIGNS, help_text=_("The staff council reads it and decides by it."))
    begins_on = day(_("From"))
    ends_on = day(_("Until (that day included)"))
    email = AccountField(
        label=_("E-mail address of one person"), required=False, help_text=_("Empty: rows of everybody.")
    )
    department = forms.ChoiceField(label=_("Department"), required=False)
    action = forms.ChoiceField(label=_("What was done"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("everything"))]
        offices: Any = self.fields["department"]
        offices.choices = [*everything, *sorted(departments().items(), key=lambda row: row[1])]
        actions: Any = self.fields["action"]
        actions.choices = [*everything, *words.ACTIONS.items()]

    def asked(self) -> dict[str, Any]:
        """Return what the service takes."""
        data = self.cleaned_data
        person = str(data["email"].uuid) if data["email"] else ""
        wanted = Wanted(person, data["department"], data["action"])
        kept = {name: data[name] for name in ("reason", "begins_on", "ends_on", "request_key")}
        return {**kept, "wanted": wanted}


def _here() -> str:
    return reverse("zemag_evaluations")


def ways(visit: Visit, current: str) -> list[dict[str, Any]]:
    """Return the screens beside each other for data protection: profile and log."""
    if not visit.rights.has(Role.DATA_PROTECTION):
        return []
    doors = {"profile": (_now("Legal profile"), "zemag_profile"), "log": (_now("Log evaluation"), "zemag_evaluations")}
    return [
        {"label": label, "url": reverse(route), "current": name == current} for name, (label, route) in doors.items()
    ]


def names_of(people: set[str]) -> dict[str, str]:
    """Return the names of accounts by their id; a closed one stands as its beginning."""
    found = {str(user.uuid): user.get_full_name() for user in User.objects.filter(uuid__in=people)}
    return {person: found.get(person) or person[:8] for person in people}


@screen("evaluation", *READERS)
def show_evaluations(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what was asked for, what waits for the second key and what is open."""
    found = evaluating.listed(actor=visit.actor, now=visit.now)
    people = {str(one.row.requested_by) for one in found} | {one.wanted.person for one in found if one.wanted.person}
    names, offices = names_of(people), departments()
    done = {
        "requested": _now("The evaluation is asked for. The staff council is told."),
        "agree": _now("The second key is turned."),
        "decline": _now("Declined."),
    }
    context = {
        **frame(request, visit, _now("Log evaluation"), "evaluation", pages=ways(visit, "log")),
        "rows": [_face(one, names, offices) for one in found],
        "may_ask": visit.rights.has(Role.DATA_PROTECTION) and evaluating.is_possible(),
        "is_possible": evaluating.is_possible(),
        "done": done.get(request.GET.get("done", ""), ""),
    }
    return render(request, "zemag_pages/desk/evaluations.html", context)


def _face(one: Request, names: dict[str, str], offices: dict[str, str]) -> dict[str, Any]:
    """Return one evaluation in words."""
    kind = {"requested": "warning", "confirmed": "success"}.get(one.row.state, "")
    parts = [
        names.get(one.wanted.person, ""),
        offices.get(one.wanted.department, one.wanted.department),
        str(words.ACTIONS.get(one.wanted.action, one.wanted.action)),
    ]
    return {
        "request": one,
        "who": names[str(one.row.requested_by)],
        "asked_at": day_and_time(one.row.requested_at),
        "until": day_and_time(one.row.requested_at + CONFIRMED_WITHIN),
        "filter": ", ".join(part for part in parts if part) or _now("all rows"),
        "kind": "" if one.is_over else kind,
        "state": _now("time is over") if one.is_over and one.row.state != "declined" else one.row.get_state_display(),
    }


@sensitive_post_parameters()
@screen("evaluation", Role.DATA_PROTECTION, methods=READ_AND_SEND, fresh=True)
def ask_evaluation(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for an evaluation; the staff council has 72 hours."""
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            evaluating.request(actor=visit.actor, now=visit.now, **form.asked())
        except (Denied, evaluating.SwitchedOff):
            raise
        except evaluating.WrongPeriod as refusal:
            form.add_error("ends_on", str(refusal))
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            return redirect(f"{_here()}?done=requested")
    title, text = _now("Ask for an evaluation"), _now("The staff council decides within 72 hours. Each step is logged.")
    return _asked(request, visit, title, {"form": form, "text": text, "button": title})


def _asked(request: HttpRequest, visit: Visit, title: str, context: dict[str, Any]) -> HttpResponse:
    way = Step(_now("Log evaluation"), _here())
    ways_on = {"here": _here(), "back": _now("Back to the evaluations")}
    return render(
        request,
        "zemag_pages/desk/act.html",
        {**frame(request, visit, title, "evaluation", way), **ways_on, **context},
    )


@screen("evaluation", Role.STAFF_COUNCIL, methods=READ_AND_SEND, fresh=True)
def decide_evaluation(request: HttpRequest, visit: Visit, pk: uuid.UUID, name: str) -> HttpResponse:
    """Turn the second key, or refuse to."""
    found = next((one for one in evaluating.listed(actor=visit.actor, now=visit.now) if one.row.pk == pk), None)
    if name not in STEPS or found is None:
        raise Http404
    if not found.may_decide:
        raise WrongState
    label, text = STEPS[name]
    form = KernForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            evaluating.decide(evaluation_id=pk, actor=visit.actor, agreed=name == "agree", now=visit.now)
        except (Denied, WrongState, evaluating.SwitchedOff):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{_here()}?done={name}")
    return _asked(request, visit, str(label), {"form": form, "text": f"{found.reason} – {text}", "button": label})


@screen("evaluation", Role.DATA_PROTECTION, fresh=True)
def show_result(request: HttpRequest, visit: Visit, pk: uuid.UUID) -> HttpResponse:
    """Show the rows that fit, to who asked alone; the log has its row before they leave."""
    found = evaluating.result(evaluation_id=pk, actor=visit.actor, now=visit.now)
    names = names_of({str(one.entry.actor) for one in found.rows if one.entry.actor})
    offices = departments()
    context = {
        **frame(request, visit, _now("Rows of the log"), "evaluation", Step(_now("Log evaluation"), _here())),
        "rows": [_row(one, names, offices) for one in found.rows],
        "result": found,
        "shown": len(found.rows),
        "until": day_and_time(found.until),
    }
    return render(request, "zemag_pages/desk/evaluation.html", context)


def _row(one: Found, names: dict[str, str], offices: dict[str, str]) -> dict[str, Any]:
    """Return a row in words; a code without words stands for itself, so that nothing is hidden."""
    entry = one.entry
    typed = " ".join(str(one.typed[name]) for name in TYPED if one.typed.get(name))
    told = [str(value) for value in one.text.values() if isinstance(value, str | int) and value]
    return {
        "seq": entry.seq,
        "what": words.of(words.ACTIONS, [entry.action])[0],
        "result": words.of(words.RESULTS, [entry.result])[0] if entry.result else "",
        "at": day_and_time(entry.at),
        "who": names.get(str(entry.actor), "") if entry.actor else _now("the portal"),
        "role": entry.role,
        "department": offices.get(entry.department, entry.department),
        "purpose": words.of(words.PURPOSES, [entry.purpose])[0] if entry.purpose else "",
        "subject": entry.subject,
        "typed": typed,
        "told": "; ".join(told),
        "flags": words.of(words.FLAGS, one.flags),
    }
