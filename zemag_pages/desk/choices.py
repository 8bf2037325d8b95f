"""What can be done with a case and its people, with addresses: actions, letters, and the one main button."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zemag.kinds import Lists
from zemag.models import LetterKind
from zemag.services import letters
from zemag.services.desk import Case, Part
from zemag_pages.desk.actions import SETTLES, possible
from zemag_pages.desk.faces import entry_of, whom
from zemag_pages.people import facts_of as person_facts
from zemag_pages.people import head_of


def whom_next(case: Case) -> str:
    """Return about whom of several people the next step is."""
    named = [part.intake for part in case.people if part.intake is not None and part.intake.pk == case.next.about]
    return whom(case, named[0]) if named else ""


def main_of(case: Case) -> tuple[int, str]:
    """Return the one action that settles a next step of the reader, and the person whom it is about (0: nobody)."""
    settles = SETTLES.get(case.next.code, ()) if case.has(case.next.role) else ()
    general = next(iter(possible(case, about_person=False if len(case.people) > 1 else None)), "")
    if general in settles:
        return 0, general
    if len(case.people) > 1:
        # First whom the step names, then in the order of the report.
        for part in sorted(case.people, key=lambda part: part.intake is None or part.intake.pk != case.next.about):
            name = next(iter(possible(replace(case, part=part), about_person=True)), "")
            if part.intake is not None and name in settles:
                return part.intake.position, name
    return 0, ""


def choices(case: Case, main: tuple[int, str], *, about_person: bool | None) -> list[dict[str, Any]]:
    """Return the actions with their addresses, and which of them is the main one of the page."""
    number = case.number if about_person else None
    return [
        {
            "label": action.label,
            "url": reverse("zemag_act_person", args=[case.incident.pk, number, name])
            if number
            else reverse("zemag_act", args=[case.incident.pk, name]),
            "main": main == (number or 0, name),
        }
        for name, action in possible(case, about_person=about_person).items()
    ]


def person_face(case: Case, part: Part, main: tuple[int, str], lists: Lists) -> dict[str, Any]:
    """Return one of the people of a case: what was reported, the entry, and of several what can be done for each."""
    several, own = len(case.people) > 1, replace(case, part=part)
    return {
        "number": own.number,
        "head": head_of(part.intake, len(case.people)) if part.intake is not None else "",
        "facts": person_facts(part.intake, part.person) if part.intake is not None else [],
        "entry": entry_of(part, lists),
        "actions": choices(own, main, about_person=True) if several else [],
    }


def letter_kinds(case: Case) -> list[dict[str, Any]]:
    """Return the letters that can be made: of several people those about each by themselves."""
    kinds = [kind for kind in LetterKind if case.has(letters.role_for(kind))]
    if len(case.people) <= 1:
        return [{"head": "", "kinds": _ways(case, kinds, None)}]
    others = _ways(case, [kind for kind in kinds if kind in letters.TO_OTHERS], None)
    about = [kind for kind in kinds if kind not in letters.TO_OTHERS]
    rows = [
        {"head": head_of(part.intake, len(case.people)), "kinds": _ways(case, about, part.intake.position)}
        for part in case.people
        if part.intake is not None
    ]
    return [*rows, {"head": _("To others"), "kinds": others}]


def _ways(case: Case, kinds: list[LetterKind], number: int | None) -> list[dict[str, Any]]:
    pk = case.incident.pk
    return [
        {
            "label": f"{kind} {kind.label}",
            "url": reverse("zemag_new_letter_person", args=[pk, number, kind])
            if number
            else reverse("zemag_new_letter", args=[pk, kind]),
        }
        for kind in kinds
    ]
