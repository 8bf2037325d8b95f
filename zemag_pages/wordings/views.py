"""Screens of the words of letters: an editor proposes, another person of the quality staff releases or returns."""

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zemag.models import LetterKind, Role
from zemag.services import wordings
from zemag.services.errors import Stale, WrongState
from zemag.services.versions import READERS
from zemag.services.wordings import Letter, Version
from zemag_pages.guard import READ_AND_SEND, screen
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.wordings.deciding import Decision, Pairs, Place, Steps, conflict, decided, may_decide
from zemag_pages.wordings.faces import differences, face_of, people_of, placeholders_of, rows_of, texts_of
from zemag_pages.wordings.forms import LABELS, WordingForm

STEPS: Steps = {
    "release": (
        _("Release these words"),
        _("Letters made from now on are made from them. What was made before keeps the words it was made from."),
    ),
    "return": (_("Return these words"), _("Who proposed them reads why. What holds stays as it is.")),
}


def _kind(letter: str) -> LetterKind:
    """Return the kind of letter of an address."""
    if letter not in LetterKind.values:
        raise Http404
    return LetterKind(letter)


def _name(kind: LetterKind) -> str:
    return f"{kind}: {kind.label}"


def _way(kind: LetterKind | None = None) -> list[Step]:
    steps = [Step(_now("Words of letters"), reverse("zemag_wordings"))]
    return steps if kind is None else [*steps, Step(_name(kind), _here(kind))]


def _here(kind: LetterKind) -> str:
    return reverse("zemag_wording", args=[kind])


def _found(letter: Letter, pk: uuid.UUID) -> Version:
    """Return a version of a letter."""
    version = letter.stored(pk)
    if version is None:
        raise Http404
    return version


@screen("wording", *READERS)
def show_letters(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every letter with the version that holds and what waits."""
    found = wordings.listed()
    rows = rows_of(found, people_of(found))
    context = {
        **frame(request, visit, _now("Words of letters"), "wordings"),
        "rows": rows,
        "waiting": sum(row["waiting"] is not None for row in rows),
    }
    return render(request, "zemag_pages/wordings/letters.html", context)


@screen("wording", *READERS)
def show_letter(request: HttpRequest, visit: Visit, letter: str) -> HttpResponse:
    """Show the words that hold, what waits, and all versions."""
    kind = _kind(letter)
    found = wordings.opened(kind)
    names = people_of([found])
    done = {
        "proposed": _now("The words are proposed. The quality staff is told."),
        "release": _now("The words are released."),
        "return": _now("The words are returned."),
    }
    context = {
        **frame(request, visit, _name(kind), "wordings", *_way()),
        "letter": found,
        "holds": face_of(found.holds, names),
        "waiting": face_of(found.waiting, names) if found.waiting else None,
        "texts": texts_of(found.holds),
        "placeholders": placeholders_of(found),
        "versions": [face_of(one, names) for one in found.versions],
        "may_propose": visit.rights.has(Role.EDITOR),
        "done": done.get(request.GET.get("done", ""), ""),
    }
    return render(request, "zemag_pages/wordings/letter.html", context)


@screen("wording", *READERS)
def show_version(request: HttpRequest, visit: Visit, letter: str, pk: uuid.UUID) -> HttpResponse:
    """Show one version with what differs from the words before it; where it waits, what can be done."""
    kind = _kind(letter)
    found = wordings.opened(kind)
    version = _found(found, pk)
    before = found.before(version)
    face = face_of(version, people_of([found]))
    context = {
        **frame(request, visit, face["title"], "wordings", *_way(kind)),
        "face": face,
        "letter": found,
        "texts": texts_of(version),
        "before": before,
        "differences": differences(LABELS, before.texts, version.texts) if before else [],
        "may_decide": may_decide(version, visit),
        "may_propose": visit.rights.has(Role.EDITOR) and version is found.start,
    }
    return render(request, "zemag_pages/wordings/version.html", context)


@screen("wording", Role.EDITOR, methods=READ_AND_SEND)
def propose(request: HttpRequest, visit: Visit, letter: str) -> HttpResponse:
    """Ask for other words, then propose them or show them as PDF; what was typed stays when it is refused."""
    kind = _kind(letter)
    found = wordings.opened(kind)
    form = WordingForm(request.POST if request.method == "POST" else None, letter=found)
    if form.is_bound and form.is_valid():
        try:
            if "preview" in request.POST:
                return _pdf(visit, kind, wordings.fitting(kind, form.texts()), None)
            key, stamp = form.cleaned_data["request_key"], form.cleaned_data["stamp"]
            given = {"kind": kind, "texts": form.texts(), "stamp": stamp, "request_key": key}
            wordings.propose(**given, actor=visit.actor, now=visit.now)
        except Stale as refusal:
            sent = [(bound.label, bound.value()) for bound in form if not bound.is_hidden]
            return _conflict(request, visit, kind, sent, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(f"{_here(kind)}?done=proposed")
    context = {
        **frame(request, visit, _now("Propose other words"), "wordings", *_way(kind)),
        "form": form,
        "letter": found,
        "returned": found.start.reason,
        "waits": found.waiting is not None,
        "placeholders": placeholders_of(found),
        "here": _here(kind),
    }
    return render(request, "zemag_pages/wordings/propose.html", context)


def _place(kind: LetterKind) -> Place:
    return Place("wordings", _way(kind), _here(kind), _now("Back to the letter"))


def _conflict(request: HttpRequest, visit: Visit, kind: LetterKind, sent: Pairs, reason: str) -> HttpResponse:
    """Answer 409 with both: what was sent, and the words as they stand now."""
    letter = wordings.opened(kind)
    now = letter.waiting or letter.holds
    present = [(label, now.texts[name]) for name, label in LABELS.items()]
    return conflict(request, visit, _place(kind), now=now, sent=sent, present=present, reason=reason)


def _pdf(visit: Visit, kind: LetterKind, texts: dict[str, str], version: int | None) -> HttpResponse:
    content = wordings.preview(kind=kind, texts=texts, version=version, actor=visit.actor, now=visit.now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="zemag-{kind}-preview.pdf"'
    return response


@screen("wording", *READERS)
def preview(request: HttpRequest, visit: Visit, letter: str) -> HttpResponse:
    """Return the words that hold, or a version (`row`), as a letter with invented facts."""
    kind = _kind(letter)
    found = wordings.opened(kind)
    version = found.holds
    if "row" in request.GET:
        try:
            version = _found(found, uuid.UUID(request.GET["row"]))
        except ValueError:
            raise Http404 from None
    return _pdf(visit, kind, version.texts, version.number)


@screen("wording", Role.QUALITY, methods=READ_AND_SEND, fresh=True)
def decide(request: HttpRequest, visit: Visit, letter: str, pk: uuid.UUID, name: str) -> HttpResponse:
    """Release words that wait, or return them with a reason."""
    kind = _kind(letter)
    version = _found(wordings.opened(kind), pk)
    asked = Decision(
        steps=STEPS,
        name=name,
        title=str(kind),
        version=version,
        address=reverse("zemag_wording_version", args=[kind, pk]),
        release=lambda: wordings.release(template_id=pk, actor=visit.actor, now=visit.now),
        send_back=lambda reason: wordings.send_back(template_id=pk, reason=reason, actor=visit.actor, now=visit.now),
    )
    return decided(request, visit, _place(kind), asked, lambda: _settled(request, visit, version))


def _settled(request: HttpRequest, visit: Visit, version: Version) -> HttpResponse:
    """Answer 409: the words that were to be decided, and those of now."""
    read = [(label, version.texts[name]) for name, label in LABELS.items()]
    return _conflict(request, visit, version.kind, read, str(WrongState()))
