"""Screens of the texts of the weapons catalogue: an editor proposes, another person of the quality staff decides."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zemag.catalogue import WEAPONS
from zemag.models import Role
from zemag.services.errors import Stale, WrongState
from zemag.services.versions import READERS
from zemag_pages.guard import READ_AND_SEND, screen
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.weapons import texts
from zemag_pages.weapons.entries import LANGUAGES, PARTS
from zemag_pages.weapons.forms import LABELS, NAMES, OFFERED, TONGUES, WeaponForm, offered
from zemag_pages.weapons.texts import Item, Proposal, Version
from zemag_pages.wordings.deciding import Decision, Pairs, Place, Steps, conflict, decided, may_decide
from zemag_pages.wordings.faces import differences, face_of, people_of, row_of
from zemag_pages.words import WEAPONS as CLASSES

STEPS: Steps = {
    "release": (_("Release this text"), _("The catalogue shows it at once, in both languages.")),
    "return": (_("Return this text"), _("Who proposed it reads why. What holds stays as it is.")),
}
# What is compared: the texts, and whether the class is offered.
COMPARED = {**LABELS, "offered": _("This class is")}


def _item(code: str) -> Item:
    """Return the class of an address."""
    if code not in WEAPONS:
        raise Http404
    return texts.opened(code)


def _name(code: str) -> str:
    return f"{code}: {CLASSES[code]}"


def _way(code: str = "") -> list[Step]:
    steps = [
        Step(_now("Weapons catalogue"), reverse("zemag_weapons")),
        Step(_now("Texts"), reverse("zemag_weapon_texts")),
    ]
    return [*steps, Step(_name(code), _here(code))] if code else steps


def _here(code: str) -> str:
    return reverse("zemag_weapon_text", args=[code])


def _found(item: Item, pk: uuid.UUID) -> Version:
    """Return a version of a class."""
    version = item.stored(pk)
    if version is None:
        raise Http404
    return version


def _told(version: Version) -> dict[str, str]:
    """Return everything that a version says, by the names of `COMPARED`."""
    return {**version.texts, "offered": str(OFFERED[offered(version.is_active)])}


def _sides(version: Version) -> list[dict[str, Any]]:
    """Return both languages beside each other."""
    return [
        {
            "language": language,
            "head": TONGUES[language],
            "parts": [(NAMES[part], version.texts[f"{part}_{language}"]) for part in PARTS],
        }
        for language in LANGUAGES
    ]


@screen("weapon_text", *READERS)
def show_texts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every class with the version that holds; what waits comes first."""
    found = texts.listed()
    names = people_of(found)
    rows = [{**row_of(one, names), "code": one.code, "name": CLASSES[one.code]} for one in found]
    context = {
        **frame(request, visit, _now("Texts of the weapons catalogue"), "weapons", _way()[0]),
        "rows": sorted(rows, key=lambda row: row["waiting"] is None),
        "waiting": sum(row["waiting"] is not None for row in rows),
    }
    return render(request, "zemag_pages/weapons/texts.html", context)


@screen("weapon_text", *READERS)
def show_text(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show the texts that hold, what waits, and all versions."""
    item = _item(code)
    names = people_of([item])
    done = {
        "proposed": _now("The text is proposed. The quality staff is told."),
        "release": _now("The text is released."),
        "return": _now("The text is returned."),
    }
    context = {
        **frame(request, visit, _name(code), "weapons", *_way()),
        "item": item,
        "holds": face_of(item.holds, names),
        "waiting": face_of(item.waiting, names) if item.waiting else None,
        "sides": _sides(item.holds),
        "versions": [face_of(one, names) for one in item.versions],
        "may_propose": visit.rights.has(Role.EDITOR),
        "done": done.get(request.GET.get("done", ""), ""),
    }
    return render(request, "zemag_pages/weapons/text.html", context)


@screen("weapon_text", *READERS)
def show_version(request: HttpRequest, visit: Visit, code: str, pk: uuid.UUID) -> HttpResponse:
    """Show one version with what differs from the texts before it; where it waits, what can be done."""
    item = _item(code)
    version = _found(item, pk)
    before = item.before(version)
    face = face_of(version, people_of([item]))
    context = {
        **frame(request, visit, face["title"], "weapons", *_way(code)),
        "face": face,
        "item": item,
        "name": _name(code),
        "version": version,
        "sides": _sides(version),
        "before": before,
        "differences": differences(COMPARED, _told(before), _told(version)) if before else [],
        "may_decide": may_decide(version, visit),
        "may_propose": visit.rights.has(Role.EDITOR) and version is item.start,
    }
    return render(request, "zemag_pages/weapons/version.html", context)


@screen("weapon_text", Role.EDITOR, methods=READ_AND_SEND)
def propose(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Ask for other texts and propose them; what was typed stays when it is refused."""
    item = _item(code)
    form = WeaponForm(request.POST if request.method == "POST" else None, item=item)
    if form.is_bound and form.is_valid():
        try:
            texts.propose(_proposal(code, form), actor=visit.actor, now=visit.now)
        except Stale as refusal:
            sent = [(bound.label, bound.value()) for bound in form if bound.name in LABELS]
            offer = [(COMPARED["offered"], OFFERED[form.cleaned_data["is_active"]])]
            return _conflict(request, visit, code, [*sent, *offer], str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(f"{_here(code)}?done=proposed")
    context = {
        **frame(request, visit, _now("Propose another text"), "weapons", *_way(code)),
        "form": form,
        "name": _name(code),
        "returned": item.start.reason,
        "waits": item.waiting is not None,
        "here": _here(code),
    }
    return render(request, "zemag_pages/weapons/propose.html", context)


def _proposal(code: str, form: WeaponForm) -> Proposal:
    data = form.cleaned_data
    return Proposal(
        code=code,
        texts=form.texts(),
        is_active=data["is_active"] == "yes",
        stamp=data["stamp"],
        request_key=data["request_key"],
    )


def _place(code: str) -> Place:
    return Place("weapons", _way(code), _here(code), _now("Back to the class"))


def _conflict(request: HttpRequest, visit: Visit, code: str, sent: Pairs, reason: str) -> HttpResponse:
    """Answer 409 with both: what was sent, and the texts as they stand now."""
    item = texts.opened(code)
    now = item.waiting or item.holds
    present = [(COMPARED[name], value) for name, value in _told(now).items()]
    return conflict(request, visit, _place(code), now=now, sent=sent, present=present, reason=reason)


@screen("weapon_text", Role.QUALITY, methods=READ_AND_SEND, fresh=True)
def decide(request: HttpRequest, visit: Visit, code: str, pk: uuid.UUID, name: str) -> HttpResponse:
    """Release texts that wait, or return them with a reason."""
    version = _found(_item(code), pk)
    asked = Decision(
        steps=STEPS,
        name=name,
        title=code,
        version=version,
        address=reverse("zemag_weapon_text_version", args=[code, pk]),
        release=lambda: texts.release(text_id=pk, actor=visit.actor, now=visit.now),
        send_back=lambda reason: texts.send_back(text_id=pk, reason=reason, actor=visit.actor, now=visit.now),
    )
    return decided(request, visit, _place(code), asked, lambda: _settled(request, visit, code, version))


def _settled(request: HttpRequest, visit: Visit, code: str, version: Version) -> HttpResponse:
    """Answer 409: the texts that were to be decided, and those of now."""
    read = [(COMPARED[name], value) for name, value in _told(version).items()]
    return _conflict(request, visit, code, read, str(WrongState()))
