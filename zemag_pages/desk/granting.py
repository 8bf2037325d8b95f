"""Screens of rights: departments for all staff; requesting, giving, certifying and taking rights."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pages.forms import KernForm
from zemag.models import GrantState, Role, TaskArea
from zemag.services import granting, holding
from zemag.services.errors import Denied, OtherDepartment, Refused, WrongState
from zemag_pages.desk.faces import departments as department_names
from zemag_pages.desk.forms import CHOOSE, AccountField, day
from zemag_pages.guard import READ_AND_SEND, screen
from zemag_pages.navigation import Step, Visit, everybody, frame, is_head
from zemag_pages.rights import Rights

MODES: dict[str, Promise] = {
    "single": _("person"),
    "address": _("address"),
    "batch": _("route"),
    "break_glass": _("emergency"),
}
STEPS: dict[str, tuple[Promise, Promise]] = {
    "give": (_("Give the right"), _("It counts from today, for 12 months at most. Never for oneself.")),
    "certify": (_("Certify"), _("This person still needs the right: for another six months.")),
    "take": (_("Take the right"), _("It ends now; open watches end and the supervisor is told.")),
}
CALLS = {"give": granting.approve, "certify": granting.certify, "take": granting.revoke}


def manages(rights: Rights) -> bool:
    """Whether somebody coordinates or heads a department, or leads the quality staff."""
    return rights.has(Role.COORDINATOR) or rights.is_lead or rights.is_head


class RequestForm(KernForm):
    """A right for somebody; the head of the department decides."""

    email = AccountField(label=_("E-mail address of the person"), is_open=True)
    role = forms.ChoiceField(label=_("Right"), choices=[*CHOOSE, *Role.choices])
    department = forms.ChoiceField(label=_("Department"))
    area = forms.ChoiceField(
        label=_("Task area"), required=False, help_text=_("For enquirers alone; it must belong to the department.")
    )
    ends_on = day(_("Until"), required=False, help_text=_("Empty: 12 months."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["department"]
        own.choices = [*CHOOSE, *sorted(department_names().items(), key=lambda row: row[1])]
        areas: Any = self.fields["area"]
        areas.choices = [("", _("none")), *((area.code, area_name(area)) for area in TaskArea.objects.order_by("code"))]


def area_name(area: TaskArea) -> str:
    """Return the name of a task area in the reader's language."""
    return area.name_en if get_language() == "en" else area.name_de


def _ways_in(rights: Rights) -> dict[str, bool]:
    """Return what somebody may open from here."""
    looks = rights.has(Role.COORDINATOR) or rights.is_head
    return {"manages": manages(rights), "looks": looks, "heads": rights.is_head}


@screen("departments", rule=everybody)
def show_departments(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show which departments may ask, in which task areas, and who coordinates."""
    names = department_names()
    offices = [
        {
            "name": names.get(office.department.key, ""),
            "coordinators": office.coordinators,
            "areas": [
                {
                    "name": area_name(one.area),
                    "level": one.area.level,
                    "modes": [label for mode, label in MODES.items() if getattr(one.area, mode)],
                    "people": one.people,
                }
                for one in office.areas
            ],
        }
        for office in holding.offices(visit.now)
    ]
    context = {**frame(request, visit, _now("Departments"), "departments"), "offices": offices}
    return render(request, "zemag_pages/desk/departments.html", {**context, **_ways_in(visit.rights)})


@screen("grants", rule=manages, factor=is_head)
def show_grants(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the rights of one's departments, those to be decided first."""
    names = department_names()
    rows = [
        {
            "held": held,
            "name": held.holder.get_full_name() if held.holder else _now("account closed"),
            "role": Role(held.grant.role).label,
            "department": names.get(held.grant.department, held.grant.department),
            "area": area_name(held.grant.task_area) if held.grant.task_area else "",
            "waits": held.grant.state == GrantState.REQUESTED,
        }
        for held in holding.listed(actor=visit.actor, now=visit.now)
    ]
    done = {"requested": _now("The right is requested."), **{name: _now("Done.") for name in STEPS}}
    context = {**frame(request, visit, _now("Rights"), "departments", *_way()), "rows": rows}
    context["done"] = done.get(request.GET.get("done", ""), "")
    return render(request, "zemag_pages/desk/grants.html", context)


def _way() -> list[Step]:
    return [Step(_now("Departments"), reverse("zemag_departments"))]


def _below() -> list[Step]:
    return [*_way(), Step(_now("Rights"), reverse("zemag_grants"))]


@screen("grants", rule=manages, factor=is_head, methods=READ_AND_SEND, fresh=True)
def request_grant(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for a right for somebody."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        area = TaskArea.objects.filter(code=data["area"]).first()
        try:
            granting.request(
                user=data["email"],
                role=Role(data["role"]),
                department=data["department"],
                area=area,
                ends_on=data["ends_on"],
                actor=visit.actor,
                now=visit.now,
            )
        except Denied:
            raise
        except OtherDepartment as refusal:
            form.add_error("email", str(refusal))
        except WrongState:
            form.add_error(None, _("This right is there already, or the task area does not belong to the department."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('zemag_grants')}?done=requested")
    title = _now("Request a right")
    text = _now("The head of the department decides; nobody gives a right to themselves.")
    return _asked(request, visit, title, {"form": form, "text": text, "button": title})


def _asked(request: HttpRequest, visit: Visit, title: str, context: dict[str, Any]) -> HttpResponse:
    here = {"here": reverse("zemag_grants"), "back": _now("Back to the rights")}
    return render(
        request,
        "zemag_pages/desk/act.html",
        {**frame(request, visit, title, "departments", *_below()), **here, **context},
    )


@screen("grants", rule=manages, factor=is_head, methods=READ_AND_SEND, fresh=True)
def step_grant(request: HttpRequest, visit: Visit, pk: uuid.UUID, name: str) -> HttpResponse:
    """Give, certify or take a right."""
    if name not in STEPS:
        raise Http404
    label, text = STEPS[name]
    found = next((one for one in holding.listed(actor=visit.actor, now=visit.now) if one.grant.pk == pk), None)
    if found is None:
        raise Http404
    form = KernForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            CALLS[name](grant_id=pk, actor=visit.actor, now=visit.now)
        except (Denied, WrongState):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('zemag_grants')}?done={name}")
    who = found.holder.get_full_name() if found.holder else ""
    words = f"{who}: {Role(found.grant.role).label}. {text}"
    return _asked(request, visit, str(label), {"form": form, "text": words, "button": label})
