"""The screens of the catalogue: for all staff, by group and by words, and each class; also without JavaScript."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pages.forms import KernForm
from zemag.catalogue import WEAPONS
from zemag.models import Role
from zemag.services.versions import READERS
from zemag_pages.guard import screen
from zemag_pages.navigation import Step, Visit, everybody, frame
from zemag_pages.weapons import texts
from zemag_pages.weapons.entries import groups, in_force, weapon_of
from zemag_pages.words import WEAPON_GROUPS

LONGEST_QUERY = 80


class SearchForm(KernForm):
    """Words and a group; both may be empty."""

    q = forms.CharField(label=_("Search for"), max_length=LONGEST_QUERY, required=False)
    group = forms.ChoiceField(label=_("Group"), choices=[("", _("all groups")), *WEAPON_GROUPS.items()], required=False)


@screen("weapons", rule=everybody)
def show_weapons(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what fits the words and the group; without either everything."""
    form = SearchForm(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = groups(get_language() or "de", asked.get("q", ""), asked.get("group", ""), in_force())
    context = {
        **frame(request, visit, _now("Weapons catalogue"), "weapons"),
        "form": form,
        "groups": found,
        "number": sum(len(group.weapons) for group in found),
        "is_filtered": bool(asked.get("q") or asked.get("group")),
        **_editing(visit),
    }
    return render(request, "zemag_pages/weapons.html", context)


@screen("weapon", rule=everybody)
def show_weapon(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one class with its drawing, and the others of its group."""
    if code not in WEAPONS:
        raise Http404
    language, changed = get_language() or "de", in_force()
    weapon = weapon_of(code, language, changed)
    beside = [one for group in groups(language, chosen=code[0], changed=changed) for one in group.weapons]
    way = Step(_now("Weapons catalogue"), reverse("zemag_weapons"))
    context = {
        **frame(request, visit, weapon.name, "weapons", way),
        "weapon": weapon,
        "group": WEAPON_GROUPS[code[0]],
        "others": [one for one in beside if one.code != code],
        **_editing(visit, code),
    }
    return render(request, "zemag_pages/weapon.html", context)


def _editing(visit: Visit, code: str = "") -> dict[str, Any]:
    """Return what those find here who propose and release texts: whether they do, and how many proposals wait."""
    if not visit.rights.has(*READERS):
        return {}
    return {"may_read": True, "may_propose": visit.rights.has(Role.EDITOR), "waiting": texts.waiting(code)}
