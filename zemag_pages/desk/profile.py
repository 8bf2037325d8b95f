"""The legal profile on screen: what holds, what is proposed; a lead proposes, data protection releases."""

import dataclasses
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pages.forms import KernForm
from zemag.models import FiledBy, LegalProfile, ProfileState, Role, Trigger
from zemag.profiles import Profile, released
from zemag.services import releasing
from zemag.services.errors import Denied, NotFound, Refused, WrongState
from zemag_pages.desk.evaluation import ways
from zemag_pages.desk.forms import long_text
from zemag_pages.guard import READ_AND_SEND, screen
from zemag_pages.navigation import Step, Visit, frame
from zemag_pages.rights import Rights

NUMBERS: dict[str, Promise] = {
    "entry_threshold": _("Lowest level for an entry"),
    "review_months": _("Months until a review"),
    "extension_months": _("Months of one extension at most"),
    "longest_months": _("Months of an entry at most"),
    "address_months": _("Months in which an address is found"),
    "watch_hours": _("Hours of late warning after the visit"),
    "watch_longest_hours": _("Hours of late warning at most"),
    "input_days": _("Days for which a question is kept"),
    "singles_an_hour": _("Questions an hour"),
    "batches_a_day": _("Routes a day"),
    "emergencies_an_hour": _("Emergency questions an hour"),
}
DELETED: tuple[Promise, ...] = (
    _("Months until deletion, level 1"),
    _("Months until deletion, level 2"),
    _("Months until deletion, level 3"),
)
WORDS: dict[str, Promise] = {
    "basis_de": _("Legal basis in letters, German"),
    "basis_en": _("Legal basis in letters, English"),
    "controller": _("Controller"),
    "officer": _("Data protection officer"),
    "authority": _("Supervisory authority"),
}
REFERENCES: dict[str, Promise] = {
    "works_agreement": _("Works agreement on evaluating the log"),
    "impact_assessment": _("Data protection impact assessment"),
}
ON_CALL: dict[str, Promise] = {
    "on_call": _("Lead on call"),
    "on_call_telephone": _("Telephone on call, day and night"),
}
TELEPHONE = RegexValidator(r"^[+0-9][0-9 /()-]{4,39}$", _("Please enter a telephone number like 0221 221-0."))
LONGEST_NUMBER, LONGEST_REFERENCE = 600, 120


def reads(rights: Rights) -> bool:
    """Whether somebody belongs to the quality staff or to data protection."""
    return rights.has(Role.QUALITY, Role.DATA_PROTECTION)


def leads(rights: Rights) -> bool:
    """Whether somebody leads the quality staff."""
    return rights.is_lead


def releases(rights: Rights) -> bool:
    """Whether somebody may release a profile."""
    return rights.has(Role.DATA_PROTECTION)


class ProfileForm(KernForm):
    """The values of a profile; what could not be meant is refused by the profile itself."""

    triggers = forms.MultipleChoiceField(
        label=_("What carries an entry"), choices=Trigger.choices, widget=forms.CheckboxSelectMultiple
    )
    filed_by = forms.MultipleChoiceField(
        label=_("Filed by"), choices=FiledBy.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.profile = profile
        for name, label in NUMBERS.items():
            self.fields[name] = _number(label, getattr(profile, name))
        for level, label in enumerate(DELETED, 1):
            self.fields[f"delete_{level}"] = _number(label, profile.delete_months[level - 1])
        for name, label in WORDS.items():
            self.fields[name] = long_text(label, 400, rows=2, initial=getattr(profile, name))
        for name, label in {**REFERENCES, **ON_CALL}.items():
            self.fields[name] = forms.CharField(
                label=str(label), max_length=LONGEST_REFERENCE, required=False, initial=getattr(profile, name)
            )
        self.fields["on_call_telephone"].validators.append(TELEPHONE)
        self.fields["triggers"].initial, self.fields["filed_by"].initial = profile.triggers, profile.filed_by

    def values(self) -> dict[str, Any]:
        """Return a whole profile: what stands in the form, and what is not asked here as it holds now."""
        data = self.cleaned_data
        kept = {made.name: getattr(self.profile, made.name) for made in dataclasses.fields(Profile)}
        asked = {name: data[name] for name in (*NUMBERS, *WORDS, *REFERENCES, *ON_CALL, "triggers", "filed_by")}
        return {**kept, **asked, "delete_months": [data[f"delete_{level}"] for level in (1, 2, 3)]}


def _number(label: Promise, value: int) -> forms.IntegerField:
    return forms.IntegerField(label=str(label), min_value=1, max_value=LONGEST_NUMBER, initial=value)


def facts_of(profile: Profile) -> list[dict[str, Any]]:
    """Return the values of a profile in words."""
    facts: list[tuple[Any, Any]] = [(label, getattr(profile, name)) for name, label in NUMBERS.items()]
    facts += list(zip(DELETED, profile.delete_months, strict=True))
    facts.append((_("What carries an entry"), ", ".join(str(Trigger(one).label) for one in profile.triggers)))
    facts.append((_("Filed by"), ", ".join(str(FiledBy(one).label) for one in profile.filed_by)))
    facts += [(label, getattr(profile, name)) for name, label in {**WORDS, **REFERENCES, **ON_CALL}.items()]
    return [{"label": label, "value": value} for label, value in facts if value]


@screen("profile", rule=reads)
def show_profile(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what holds, and what is proposed with the values that would change."""
    holds = released()
    now_facts = facts_of(holds) if holds else []
    known = {str(fact["label"]): fact["value"] for fact in now_facts}
    proposed = LegalProfile.objects.filter(state=ProfileState.PROPOSED).order_by("-version").first()
    changes = []
    if proposed is not None:
        facts = facts_of(Profile.of(proposed.values))
        changes = [{**fact, "old": known.get(str(fact["label"]), "-")} for fact in facts]
        changes = [fact for fact in changes if fact["old"] != fact["value"]]
    done = {"proposed": _now("The profile is proposed."), "released": _now("The profile is released.")}
    context = {
        **frame(request, visit, _now("Legal profile"), "profile", pages=ways(visit, "profile")),
        "facts": now_facts,
        "proposed": proposed,
        "changes": changes,
        "may_propose": leads(visit.rights),
        "may_release": releases(visit.rights) and proposed is not None and proposed.proposed_by != visit.actor.uuid,
        "done": done.get(request.GET.get("done", ""), ""),
    }
    return render(request, "zemag_pages/desk/profile.html", context)


def _asked(request: HttpRequest, visit: Visit, title: str, context: dict[str, Any]) -> HttpResponse:
    here = reverse("zemag_profile")
    way = Step(_now("Legal profile"), here)
    ways = {"here": here, "back": _now("Back to the profile"), "button": title}
    return render(
        request, "zemag_pages/desk/act.html", {**frame(request, visit, title, "profile", way), **ways, **context}
    )


@screen("profile", rule=leads, methods=READ_AND_SEND, fresh=True)
def propose_profile(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Propose other values as a lead."""
    form = ProfileForm(request.POST if request.method == "POST" else None, profile=released() or Profile())
    if form.is_bound and form.is_valid():
        try:
            releasing.propose_profile(values=form.values(), actor=visit.actor, now=visit.now)
        except (ValueError, TypeError):
            form.add_error(
                None, _("These values do not fit together; see the longest period and the hours of warning.")
            )
        else:
            return redirect(f"{reverse('zemag_profile')}?done=proposed")
    text = _now("Data protection releases it. The law and the impact assessment set these values.")
    return _asked(request, visit, _now("Propose a profile"), {"form": form, "text": text})


@screen("profile", rule=releases, methods=READ_AND_SEND, fresh=True)
def release_profile(request: HttpRequest, visit: Visit, version: int) -> HttpResponse:
    """Release a proposed profile; every entry is looked at again and stays searchable."""
    row = LegalProfile.objects.filter(version=version).first()
    if row is None:
        raise NotFound
    if row.state != ProfileState.PROPOSED:
        raise WrongState
    form = KernForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            releasing.release_profile(version=version, actor=visit.actor, now=visit.now)
        except (Denied, NotFound, WrongState):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('zemag_profile')}?done=released")
    text = _now("Every entry goes under review and stays searchable. The values before are kept as a version.")
    return _asked(request, visit, _now("Release the profile"), {"form": form, "text": text})
