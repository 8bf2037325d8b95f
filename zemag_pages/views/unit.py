"""The supervisor's part: reports of the own unit, that somebody has talked to the employee, and the statement."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from zemag.clocks import local_day
from zemag.models import StatementState, SupportContact
from zemag.services import applying, unit_reports, units
from zemag.services.errors import NotFound, Refused, WrongState
from zemag_pages.desk.support import state_in
from zemag_pages.forms.applying import ApplicationForm
from zemag_pages.forms.reporting import SupplementForm
from zemag_pages.guard import READ_AND_SEND, SEND, screen
from zemag_pages.navigation import Step, Visit, frame, has_unit
from zemag_pages.reading import rows_of
from zemag_pages.support import faces_of


@screen("unit", rule=has_unit, factor=has_unit)
def reports(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the reports of the own unit, what is due first."""
    parts = list(unit_reports.parts_of(visit.actor))
    context = {
        **frame(request, visit, _("My unit"), "unit"),
        "waiting": [part for part in parts if part.state != StatementState.STATED],
        "done": [part for part in parts if part.state == StatementState.STATED],
    }
    return render(request, "zemag_pages/unit.html", context)


@screen("unit", rule=has_unit, factor=has_unit, methods=READ_AND_SEND)
def report(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Show a report of the own unit, and take the statement once somebody has talked to the employee."""
    form = SupplementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        units.state(incident_id=uid, actor=visit.actor, text=form.cleaned_data["text"], now=visit.now)
        return redirect(f"{reverse('zemag_unit_report', args=[uid])}?done=stated")
    found = unit_reports.opened(actor=visit.actor, incident_id=uid, now=visit.now)
    done = {
        "stated": _("Your statement is kept."),
        "contacted": _("The contact is noted."),
        "support": _("The help for the affected person is noted."),
        "applied": _("The application is written. Please print it, sign it and give it to the legal unit."),
    }
    incident, part = found.part.incident, found.part
    context = {
        **frame(
            request,
            visit,
            _("Report %(number)s") % {"number": incident.number},
            "unit",
            Step(_("My unit"), reverse("zemag_unit")),
        ),
        "part": part,
        "facts": rows_of(incident, found.content, found.offences),
        "victims": [victim["name"] for victim in found.victims if victim.get("name")],
        "statement": found.statement,
        "application": applying.written(incident, visit.actor),
        "clock": applying.open_clock(incident, visit.now),
        "may_contact": part.state in (StatementState.OPEN, StatementState.PASSED),
        "may_state": part.state == StatementState.CONTACTED,
        "support": faces_of(found.support, local_day(visit.now), _support_address),
        "form": form,
        "done": done.get(request.GET.get("done", ""), ""),
    }
    return render(request, "zemag_pages/unit_report.html", context)


@screen("unit", rule=has_unit, factor=has_unit, methods=SEND)
def contact(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Note that somebody has talked to the employee."""
    units.contact(incident_id=uid, actor=visit.actor, now=visit.now)
    return redirect(f"{reverse('zemag_unit_report', args=[uid])}?done=contacted")


def _support_address(row: SupportContact) -> str:
    return reverse("zemag_unit_support", args=[row.incident_id, row.pk])


@screen("unit", rule=has_unit, factor=has_unit, methods=SEND)
def settle_support(request: HttpRequest, visit: Visit, uid: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Note what became of an offer of help; the same twice changes nothing."""
    state = state_in(request)
    units.settle_support(incident_id=uid, contact_id=pk, state=state, actor=visit.actor, now=visit.now)
    return redirect(f"{reverse('zemag_unit_report', args=[uid])}?done=support")


@sensitive_post_parameters()
@screen("unit", rule=has_unit, factor=has_unit, methods=READ_AND_SEND)
def application(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Ask for the words of the superior's application, then write it (letter T8)."""
    found = unit_reports.opened(actor=visit.actor, incident_id=uid, now=visit.now)
    here, incident = reverse("zemag_unit_report", args=[uid]), found.part.incident
    if applying.written(incident, visit.actor) is not None:
        return redirect(f"{here}?done=applied")
    clock = applying.open_clock(incident, visit.now)
    if clock is None:
        raise WrongState
    sent = request.POST if request.method == "POST" else None
    form = ApplicationForm(sent, initial={"superior": visit.actor.get_full_name()})
    if sent is not None and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("superior", "act")}
        given = {"incident_id": uid, "recipient": form.cleaned_data["recipient"], "words": words}
        try:
            applying.write(**given, actor=visit.actor, now=visit.now)
        except (NotFound, WrongState):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{here}?done=applied")
    way = (Step(_("My unit"), reverse("zemag_unit")), Step(str(incident.number), here))
    context = {**frame(request, visit, _("Apply for prosecution"), "unit", *way), "form": form, "clock": clock}
    return render(request, "zemag_pages/unit_application.html", {**context, "here": here})


@screen("unit", rule=has_unit, factor=has_unit)
def application_pdf(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Return the document of the own application; logged."""
    content = applying.document(incident_id=uid, actor=visit.actor, now=visit.now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="zemag.pdf"'
    return response
