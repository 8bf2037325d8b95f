"""Screens of offences and measures: an editor proposes, another person of the quality staff releases or returns."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zemag.models import Role
from zemag.services import kind_texts
from zemag.services.errors import Stale, WrongState
from zemag.services.kind_texts import Item, Version
from zemag.services.versions import READERS
from zemag_pages.guard import READ_AND_SEND, screen
from zemag_pages.kinds.faces import compared, facts_of, levels_of, name_of, sides_of, told
from zemag_pages.kinds.forms import KindForm
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.wordings.deciding import Decision, Pairs, Place, Steps, conflict, decided, may_decide
from zemag_pages.wordings.faces import differences, face_of, people_of

TAB = "kinds"
STEPS: Steps = {
    "release": (
        _("Release this proposal"),
        _("New reports, entries and plans follow it at once; old ones show the new words and stay as they are."),
    ),
    "return": (_("Return this proposal"), _("Who proposed it reads why. What holds stays as it is.")),
}


def _item(code: str) -> Item:
    """Return the offence or measure of an address."""
    item = kind_texts.opened(code)
    if not item.is_known:
        raise Http404
    return item


def _way(item: Item | None = None) -> list[Step]:
    steps = [Step(_now("Offences and measures"), reverse("zemag_kinds"))]
    return [*steps, Step(name_of(item), _here(item.code))] if item is not None and item.is_known else steps


def _here(code: str) -> str:
    return reverse("zemag_kind", args=[code]) if code else reverse("zemag_kinds")


def _back(item: Item) -> str:
    if not item.is_known:
        return _now("Back to the list")
    return _now("Back to the offence") if item.is_offence else _now("Back to the measure")


def _found(item: Item, pk: uuid.UUID) -> Version:
    """Return a version of an offence or a measure."""
    version = item.stored(pk)
    if version is None:
        raise Http404
    return version


@screen("kind", *READERS)
def show_kinds(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every offence and every measure by level, with what waits."""
    offences, measures = kind_texts.listed()
    names = people_of([*offences, *measures])
    context = {
        **frame(request, visit, _now("Offences and measures"), TAB),
        "lists": [
            {"key": "offences", "head": _now("Offences"), "levels": levels_of(offences, names)},
            {"key": "measures", "head": _now("Measures"), "levels": levels_of(measures, names)},
        ],
        "waiting": sum(one.waiting is not None for one in (*offences, *measures)),
        "may_propose": visit.rights.has(Role.EDITOR),
    }
    return render(request, "zemag_pages/kinds/kinds.html", context)


@screen("kind", *READERS)
def show_kind(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show what holds, what waits, and all versions."""
    item = _item(code)
    names = people_of([item])
    done = {
        "proposed": _now("It is proposed. The quality staff is told."),
        "release": _now("It is released."),
        "return": _now("It is returned."),
    }
    context = {
        **frame(request, visit, name_of(item), TAB, *_way()),
        "item": item,
        "holds": face_of(item.holds, names),
        "waiting": face_of(item.waiting, names) if item.waiting else None,
        "facts": facts_of(item, item.holds),
        "sides": sides_of(item, item.holds),
        "versions": [face_of(one, names) for one in item.versions],
        "may_propose": visit.rights.has(Role.EDITOR),
        "done": done.get(request.GET.get("done", ""), ""),
    }
    return render(request, "zemag_pages/kinds/kind.html", context)


@screen("kind", *READERS)
def show_version(request: HttpRequest, visit: Visit, code: str, pk: uuid.UUID) -> HttpResponse:
    """Show one version with what differs from the one before it; where it waits, what can be done."""
    item = _item(code)
    version = _found(item, pk)
    before = item.before(version)
    face = face_of(version, people_of([item]))
    found = differences(compared(item), told(item, before), told(item, version)) if before else []
    context = {
        **frame(request, visit, face["title"], TAB, *_way(item)),
        "face": face,
        "item": item,
        "name": name_of(item),
        "facts": facts_of(item, version),
        "sides": sides_of(item, version),
        "before": before,
        "differences": found,
        "may_decide": may_decide(version, visit),
        "may_propose": visit.rights.has(Role.EDITOR) and version is item.start,
    }
    return render(request, "zemag_pages/kinds/version.html", context)


@screen("kind", Role.EDITOR, methods=READ_AND_SEND)
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for a new measure and propose it."""
    return _proposed(request, visit, kind_texts.opened(""))


@screen("kind", Role.EDITOR, methods=READ_AND_SEND)
def propose(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Ask for other words of an offence or a measure and propose them."""
    return _proposed(request, visit, _item(code))


def _proposed(request: HttpRequest, visit: Visit, item: Item) -> HttpResponse:
    """Ask, then propose; what was typed stays when it is refused."""
    form = KindForm(request.POST if request.method == "POST" else None, item=item)
    if form.is_bound and form.is_valid():
        try:
            made = kind_texts.propose(form.proposal(), actor=visit.actor, now=visit.now)
        except Stale as refusal:
            return _conflict(request, visit, item, _sent(form), str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(f"{_here(made.code)}?done=proposed")
    title = _now("Propose a change") if item.is_known else _now("Propose a new measure")
    context = {
        **frame(request, visit, title, TAB, *_way(item)),
        "form": form,
        "name": name_of(item) if item.is_known else "",
        "law": facts_of(item, item.holds)[:-1] if item.is_offence else [],
        "returned": item.start.reason,
        "waits": item.waiting is not None,
        "here": _here(item.code),
        "back": _back(item),
    }
    return render(request, "zemag_pages/kinds/propose.html", context)


def _sent(form: KindForm) -> list[tuple[Any, Any]]:
    """Return what was sent in the words of its form."""
    found = []
    for bound in form:
        if not bound.is_hidden:
            choices = {str(value): label for value, label in getattr(bound.field, "choices", ())}
            found.append((bound.label, choices.get(str(bound.value()), bound.value())))
    return found


def _place(item: Item) -> Place:
    return Place(TAB, _way(item), _here(item.code), _back(item))


def _conflict(request: HttpRequest, visit: Visit, item: Item, sent: Pairs, reason: str) -> HttpResponse:
    """Answer 409 with both: what was sent, and the words as they stand now."""
    item = kind_texts.opened(item.code)
    now = item.waiting or item.holds
    said = told(item, now)
    present = [(label, said[name]) for name, label in compared(item).items() if name in said]
    return conflict(request, visit, _place(item), now=now, sent=sent, present=present, reason=reason)


@screen("kind", Role.QUALITY, methods=READ_AND_SEND, fresh=True)
def decide(request: HttpRequest, visit: Visit, code: str, pk: uuid.UUID, name: str) -> HttpResponse:
    """Release what waits, or return it with a reason."""
    item = _item(code)
    version = _found(item, pk)
    asked = Decision(
        steps=STEPS,
        name=name,
        title=name_of(item),
        version=version,
        address=reverse("zemag_kind_version", args=[code, pk]),
        release=lambda: kind_texts.release(version_id=pk, actor=visit.actor, now=visit.now),
        send_back=lambda reason: kind_texts.send_back(version_id=pk, reason=reason, actor=visit.actor, now=visit.now),
    )
    return decided(request, visit, _place(item), asked, lambda: _settled(request, visit, item, version))


def _settled(request: HttpRequest, visit: Visit, item: Item, version: Version) -> HttpResponse:
    """Answer 409: what was to be decided, and what holds or waits now."""
    said = told(item, version)
    return _conflict(
        request, visit, item, [(label, said[name]) for name, label in compared(item).items()], str(WrongState())
    )
