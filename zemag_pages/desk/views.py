"""Screens of the desk: the list, one case, and one form for each thing that can be done with it."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.stepup import stepup
from zemag.clocks import local_day
from zemag.kinds import Lists
from zemag.models import LetterKind, Role
from zemag.services import desk, letters
from zemag.services.desk import Case
from zemag.services.errors import Denied, Refused, WrongState
from zemag_pages.answers import beside
from zemag_pages.desk.action import Action
from zemag_pages.desk.actions import ACTIONS, handed_over
from zemag_pages.desk.choices import choices, letter_kinds, main_of, person_face, whom_next
from zemag_pages.desk.faces import (
    due_words,
    entry_of,
    faces_of,
    facts_of,
    legal_of,
    narrative,
    timeline,
    whom,
)
from zemag_pages.desk.forms import CaseForm, LetterForm, version_of
from zemag_pages.desk.returned import returns_of
from zemag_pages.desk.words import LEVEL_KINDS, NEXT_WORDS
from zemag_pages.guard import READ_AND_SEND, SEND, screen
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.support import faces_of as support_of

READERS = (Role.QUALITY, Role.LEGAL)
TABS = {"triage": Role.QUALITY, "legal": Role.LEGAL}
CONFLICT = 409


@screen("desk", *READERS)
def inbox(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the cases whose next step is one's own, late ones first."""
    context = {**frame(request, visit, _("Inbox"), "inbox"), **_list(request, visit)}
    return render(request, "zemag_pages/desk/inbox.html", context)


@screen("desk", *READERS)
def show_case(request: HttpRequest, visit: Visit, pk: uuid.UUID) -> HttpResponse:
    """Show one case; the log gets its row before the case leaves."""
    case = _opened(visit, pk)
    title = _("Case %(number)s") % {"number": case.incident.number}
    context = {**frame(request, visit, title, "inbox", *_way()), **_case(request, visit, case)}
    return render(request, "zemag_pages/desk/case.html", context)


def _way() -> list[Step]:
    return [Step(_("Inbox"), reverse("zemag_desk"))]


def _list(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """Return the list of the chosen role."""
    tabs = [name for name, role in TABS.items() if visit.rights.has(role)]
    chosen = request.GET.get("tab", tabs[0])
    if chosen not in tabs:
        raise Http404
    everything = request.GET.get("all") == "1"
    rows = desk.inbox(actor=visit.actor, role=TABS[chosen], now=visit.now, everything=everything)
    names = {"triage": _("Quality staff"), "legal": _("Legal unit")}
    return {
        "rows": faces_of(rows),
        "overdue": sum(row.late for row in rows),
        "everything": everything,
        "tab": chosen,
        "pages": [{"label": names[name], "url": f"?tab={name}", "current": name == chosen} for name in tabs]
        if len(tabs) > 1
        else [],
    }


def _opened(visit: Visit, pk: uuid.UUID, number: int | None = None, *, chosen: bool = False) -> Case:
    """Return a case, as a step about one of its people sees it; whom a step is about is never guessed (`chosen`)."""
    case = desk.open_case(incident_id=pk, actor=visit.actor, now=visit.now)
    found = case if number is None else case.about(number)
    if found is None or (chosen and number is None and len(case.people) > 1):
        raise Http404
    return found


def _case(request: HttpRequest, visit: Visit, case: Case) -> dict[str, Any]:
    """Return what one case shows."""
    mine, lists = main_of(case), Lists()
    return {
        "case": case,
        "level_kind": LEVEL_KINDS[case.incident.level],
        "step": NEXT_WORDS[case.next.code],
        "due": due_words(case.next),
        "overdue": case.next.is_late(visit.now),
        "facts": facts_of(case, lists),
        "narrative": narrative(case),
        "people": [person_face(case, part, mine, lists) for part in case.people],
        "several": len(case.people) > 1,
        "about": whom_next(case),
        "legal": legal_of(case),
        "timeline": timeline(case),
        "support": support_of(case.support, local_day(visit.now), lambda row: reverse("zemag_support", args=[row.pk])),
        "actions": choices(case, mine, about_person=False if len(case.people) > 1 else None),
        "letters": [
            {"letter": letter, "about": whom(case, letter.person), "back": returns_of(case).get(letter.pk)}
            for letter in case.letters
        ],
        "letter_kinds": letter_kinds(case),
        "done": _done(request.GET.get("done", "")),
        "may_read_letters": case.has(Role.QUALITY),
    }


def _done(name: str) -> str:
    """Return what was done before this case was shown again."""
    words = {
        "letter": _("The letter is made."),
        "sent": _("The letter is noted as sent."),
        "support": _("The help for the affected person is noted."),
    }
    action = ACTIONS.get(name)
    return words.get(name) or (_("Done: %(what)s.") % {"what": action.label} if action else "")


@sensitive_post_parameters()
@screen("desk", *READERS, methods=READ_AND_SEND)
def act(request: HttpRequest, visit: Visit, pk: uuid.UUID, name: str, number: int | None = None) -> HttpResponse:
    """Ask for what an action needs, then do it; what was typed stays when it is refused."""
    action = ACTIONS.get(name)
    if action is None or (number is not None and not action.about_person):
        raise Http404
    if action.serious and (first := stepup(request)) is not None:
        return first
    case = _opened(visit, pk, number, chosen=action.about_person)
    sent = request.POST if request.method == "POST" else None
    form = action.form(sent, case=case)
    if not action.possible(case) or (sent is not None and sent.get("version") != version_of(case)):
        return _conflict(request, visit, case, form, _("Somebody else has changed this in the meantime."))
    if sent is None or not form.is_valid():
        return _ask(request, visit, case, form, action)
    try:
        action.call(case, handed_over(form), visit.actor, visit.now)
    except WrongState as refusal:
        return _conflict(request, visit, case, form, str(refusal))
    except Denied:
        raise
    except (Refused, ValidationError) as refusal:
        beside(form, refusal)
        return _ask(request, visit, case, form, action)
    return redirect(f"{_here(case)}?done={name}")


def _here(case: Case) -> str:
    return reverse("zemag_case", args=[case.incident.pk])


def _below(request: HttpRequest, visit: Visit, case: Case, title: str) -> dict[str, Any]:
    """Return the frame of a form of a case."""
    number = str(case.incident.number)
    way = [*_way(), Step(number, _here(case))]
    return {**frame(request, visit, title, "inbox", *way), "here": _here(case), "number": number}


def titled(case: Case, title: str) -> str:
    """Return a title with the person whom it is about, where the case has several."""
    about = whom(case, case.part.intake)
    return f"{title} – {about}" if about else title


def _ask(request: HttpRequest, visit: Visit, case: Case, form: CaseForm, action: Action) -> HttpResponse:
    title = titled(case, str(action.label))
    context = {**_below(request, visit, case, title), "form": form, "text": action.text, "button": action.label}
    return render(request, "zemag_pages/desk/act.html", context)


def _conflict(request: HttpRequest, visit: Visit, case: Case, form: CaseForm, reason: str) -> HttpResponse:
    """Answer 409 with both: what was sent, and how things stand."""
    case, lists = _opened(visit, case.incident.pk, case.number), Lists()
    fields = [bound for bound in form if bound.name != "version"] if form.is_bound else []
    context = {
        **_below(request, visit, case, _("This is not possible now")),
        "sent": [{"label": bound.label, "value": bound.value()} for bound in fields if bound.value()],
        "present": facts_of(case, lists)[:1] + entry_of(case.part, lists),
        "step": NEXT_WORDS[case.next.code],
        "reason": reason,
    }
    return render(request, "zemag_pages/desk/conflict.html", context, status=CONFLICT)


@sensitive_post_parameters()
@screen("letter", *READERS, methods=READ_AND_SEND)
def new_letter(request: HttpRequest, visit: Visit, pk: uuid.UUID, kind: str, number: int | None = None) -> HttpResponse:
    """Ask for the words of a letter, then make it."""
    if kind not in LetterKind.values:
        raise Http404
    wanted = LetterKind(kind)
    case = _opened(visit, pk, number, chosen=wanted not in letters.TO_OTHERS)
    if not case.has(letters.role_for(wanted)):
        raise Denied
    sent = request.POST if request.method == "POST" else None
    form = LetterForm(sent, case=case, kind=wanted)
    if sent is not None and form.is_valid():
        address = form.cleaned_data.get("recipient", "")
        given = {"incident_id": pk, "kind": wanted, "recipient": address, "words": form.words(), "number": number}
        try:
            letters.make(**given, actor=visit.actor, now=visit.now)
        except Denied:
            raise
        except Refused as refusal:
            beside(form, refusal)
        else:
            return redirect(f"{_here(case)}?done=letter")
    text = _("German words bind; an English reading help follows. Dates, place, periods and rights come by themselves.")
    context = {**_below(request, visit, case, titled(case, f"{wanted}: {wanted.label}")), "form": form, "text": text}
    return render(request, "zemag_pages/desk/act.html", {**context, "button": _("Make the letter")})


@screen("letter", *READERS, Role.DATA_PROTECTION)
def letter_pdf(request: HttpRequest, visit: Visit, pk: uuid.UUID) -> HttpResponse:
    """Return the document of a letter; logged."""
    content = letters.document(letter_id=pk, actor=visit.actor, now=visit.now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="zemag.pdf"'
    return response


@screen("letter", *READERS, methods=SEND, fresh=True)
def send_letter(request: HttpRequest, visit: Visit, pk: uuid.UUID) -> HttpResponse:
    """Note that a letter has left; doing so twice changes nothing."""
    try:
        letter = letters.send(letter_id=pk, actor=visit.actor, now=visit.now)
    except WrongState:
        return redirect("zemag_desk")
    return redirect(f"{reverse('zemag_case', args=[letter.incident_id])}?done=sent")
