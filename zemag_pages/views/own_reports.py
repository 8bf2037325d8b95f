"""The own reports: how far they are, what was sent and asked back, and a later text."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zemag.clocks import local_day
from zemag.models import IncidentState, Supplement
from zemag.services import own_reports, reporting, support
from zemag_pages.answers import TELEPHONE
from zemag_pages.forms.reporting import SupplementForm
from zemag_pages.guard import READ_AND_SEND, SEND, screen
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.people import facts_of, head_of
from zemag_pages.reading import rows_of
from zemag_pages.showing import day_and_time
from zemag_pages.support import faces_of
from zemag_pages.views.reporting import ways


@screen("reports")
def reports(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the ways to report, drafts, and what became of the own reports."""
    found = own_reports.listed(visit.actor)
    done = {"kept": _("Your draft is kept. It is deleted after 14 days.")}
    context = {
        **frame(request, visit, _("Report an attack"), "reports", pages=ways("own")),
        "drafts": [row for row in found if row.state == IncidentState.DRAFT],
        "sent": [row for row in found if row.state != IncidentState.DRAFT],
        "request_key": uuid.uuid4(),
        "done": done.get(request.GET.get("done", ""), ""),
        "telephone": TELEPHONE,
    }
    return render(request, "zemag_pages/reports.html", context)


@screen("report", methods=READ_AND_SEND)
def report(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Show an own report and take a later text; what was sent never changes."""
    form = SupplementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reporting.supplement(incident_id=uid, actor=visit.actor, text=form.cleaned_data["text"], now=visit.now)
        return redirect(f"{reverse('zemag_report_own', args=[uid])}?done=added")
    found = own_reports.opened(actor=visit.actor, incident_id=uid, now=visit.now)
    incident = found.incident
    done = {
        "sent": _("Your report has arrived. Thank you."),
        "added": _("Your text was added."),
        "reminders": _("Your choice about reminders is kept."),
    }
    title = _("Report %(number)s") % {"number": incident.number}
    context = {
        **frame(request, visit, title, "reports", Step(_("My reports"), reverse("zemag_reports"))),
        "incident": incident,
        "facts": rows_of(incident, found.content, found.offences),
        "people": [
            {"head": head_of(row, len(found.people)), "facts": facts_of(row, told)} for row, told in found.people
        ],
        "texts": [
            {
                "kind": _text_kind(text, len(found.people)),
                "is_question": text.kind == "question",
                "at": day_and_time(text.at),
                "words": words,
            }
            for text, words in found.texts
        ],
        "support": faces_of(found.support, local_day(visit.now)),
        "has_talks": any(row.kind in support.TALKS for row in found.support),
        "asked": incident.state == IncidentState.NEEDS_INFO,
        "form": form,
        "done": done.get(request.GET.get("done", ""), ""),
        "is_new": request.GET.get("done") == "sent",
        "telephone": TELEPHONE,
    }
    return render(request, "zemag_pages/report_own.html", context)


def _text_kind(text: Supplement, total: int) -> str:
    """Return what a later text is, and of whom it tells where several are named."""
    kind = str(text.get_kind_display())
    return f"{kind} ({head_of(text.person, total)})" if text.person is not None and total > 1 else kind


@screen("report", methods=SEND)
def reminders(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Switch the reminders of an own report on or off; the same twice changes nothing."""
    choice = request.POST.get("reminders", "")
    if choice not in ("on", "off"):
        raise Http404
    support.set_reminders(incident_id=uid, wanted=choice == "on", actor=visit.actor, now=visit.now)
    return redirect(f"{reverse('zemag_report_own', args=[uid])}?done=reminders")
