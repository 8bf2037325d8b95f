"""Asking about the visits of a day at once: pasted or as a file, kept in memory only."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zemag.clocks import local_day
from zemag.models import Outcome
from zemag.route import read_route
from zemag.services import inquiry
from zemag.services.answers import Answer
from zemag.services.errors import BatchRefused
from zemag_pages.cards import asked_words, summary
from zemag_pages.forms.route import HEAD, REFUSED, UNREAD, RouteForm
from zemag_pages.guard import READ_AND_SEND, screen
from zemag_pages.navigation import Visit, may_ask
from zemag_pages.showing import clock
from zemag_pages.views.asking import answer_context, form_of, show

TEMPLATE = "zemag_pages/route.html"
UNPROCESSABLE = 422


@screen("batch", rule=may_ask("batch"), fresh=True, methods=READ_AND_SEND)
def ask_route(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask about a route; one that cannot be trusted is refused whole, and what was pasted stays in the form."""
    title = _("Ask about a route")
    if request.method != "POST":
        return show(request, visit, form_of(RouteForm, request, visit, "batch"), "batch", TEMPLATE, title, head=HEAD)
    form = form_of(RouteForm, request, visit, "batch", request.POST)
    form.files = request.FILES
    status = 200
    if form.is_valid():
        data = form.route()
        try:
            asking = form.asking(visit.actor, visit.now)
            answer = inquiry.ask_route(asking=asking, data=data, now=visit.now)
        except BatchRefused as fault:
            form.add_error("rows", REFUSED.get(fault.detail.get("why", ""), str(fault)))
            status = UNPROCESSABLE
        except ValidationError as fault:
            form.say(fault)
        else:
            return _answered(request, visit, answer, data)
    response = show(request, visit, form, "batch", TEMPLATE, title, head=HEAD)
    response.status_code = status
    return response


def _answered(request: HttpRequest, visit: Visit, answer: Answer, data: bytes) -> HttpResponse:
    """Show the answer, each row under the words that were pasted."""
    asked = [
        " · ".join(
            part
            for part in (
                row.reference or _("Row %(number)s") % {"number": row.number},
                clock(row.planned_at, visit.now) if row.planned_at else "",
                asked_words(row.asked.question.values()) if row.asked else "",
            )
            if part
        )
        for row in read_route(data, local_day(visit.now))
    ]
    told = answer_context(visit, answer, asked, reasons=UNREAD)
    told["counts"] = summary(told["rows"])
    told["none"] = [row for row in told["rows"] if row.outcome == Outcome.NONE]
    told["unknown_births"] = answer.unknown_births
    form = form_of(RouteForm, request, visit, "batch")
    return show(request, visit, form, "batch", TEMPLATE, _("Answer to your question"), head=HEAD, **told)
