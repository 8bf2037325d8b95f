"""Task areas on screen: the head of a department makes them from its risk assessment and changes or closes them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pages.forms import KernForm
from zemag.catalogue import HIGHEST
from zemag.models import TaskArea
from zemag.services import areas
from zemag_pages.desk.faces import departments as department_names
from zemag_pages.desk.forms import CHOOSE, day
from zemag_pages.desk.granting import MODES, area_name
from zemag_pages.guard import READ_AND_SEND, screen
from zemag_pages.navigation import Step, Visit, frame, is_head


class AreaForm(KernForm):
    """What is said of a task area; the department is chosen once."""

    department = forms.ChoiceField(label=_("Department"))
    name_de = forms.CharField(label=_("Name (German)"), max_length=areas.LONGEST_NAME)
    name_en = forms.CharField(label=_("Name (English)"), max_length=areas.LONGEST_NAME)
    risk_reference = forms.CharField(
        label=_("Reference of the risk assessment"), max_length=areas.LONGEST_REFERENCE, help_text=_("ArbSchG § 5.")
    )
    risk_date = day(_("Day of the risk assessment"), help_text=_("Two years old at most."))
    level = forms.TypedChoiceField(
        label=_("Risk level"),
        coerce=int,
        choices=[*CHOOSE, *((number, str(number)) for number in range(HIGHEST + 1))],
    )
    modes = forms.MultipleChoiceField(
        label=_("Ways to ask"), choices=list(MODES.items()), widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(
        label=_("The area is open"), required=False, help_text=_("Nobody can ask for a closed area.")
    )

    def __init__(self, *args: Any, area: TaskArea | None, headed: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if area is None:
            department: Any = self.fields["department"]
            department.choices = [*CHOOSE, *headed.items()]
            del self.fields["is_active"]
            return
        del self.fields["department"]
        names = ("name_de", "name_en", "risk_reference", "risk_date", "level", "is_active")
        self.initial = {**{name: getattr(area, name) for name in names}, **self.initial}
        self.initial.setdefault("modes", [mode for mode in MODES if getattr(area, mode)])

    def told(self) -> areas.Told:
        """Return what the service takes."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "department"}
        return areas.Told(**{**data, "modes": tuple(data["modes"])})


def _headed(visit: Visit) -> dict[str, str]:
    """Return the names of the departments that the reader heads."""
    names = department_names()
    return {key: names[key] for key in areas.headed_by(visit.actor)}


@screen("areas", rule=is_head, factor=is_head)
def show_areas(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the task areas of one's departments."""
    names = department_names()
    rows = [
        {
            "area": area,
            "name": area_name(area),
            "department": names.get(area.department, area.department),
            "modes": [label for mode, label in MODES.items() if getattr(area, mode)],
            "old": areas.is_old(area, visit.now),
        }
        for area in areas.of(visit.actor)
    ]
    done = {"added": _now("The task area is made."), "changed": _now("The task area is changed.")}
    way = Step(_now("Departments"), reverse("zemag_departments"))
    context = {**frame(request, visit, _now("Task areas"), "departments", way), "rows": rows}
    return render(
        request, "zemag_pages/desk/areas.html", {**context, "done": done.get(request.GET.get("done", ""), "")}
    )


@screen("areas", rule=is_head, factor=is_head, methods=READ_AND_SEND, fresh=True)
def add_area(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Make a task area."""
    form = AreaForm(request.POST if request.method == "POST" else None, area=None, headed=_headed(visit))
    if form.is_bound and form.is_valid():
        department = form.cleaned_data["department"]
        try:
            areas.add(department=department, told=form.told(), actor=visit.actor, now=visit.now)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(f"{reverse('zemag_areas')}?done=added")
    return _asked(request, visit, _now("New task area"), form)


@screen("areas", rule=is_head, factor=is_head, methods=READ_AND_SEND, fresh=True)
def change_area(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Change or close a task area of one's departments."""
    area = next((one for one in areas.of(visit.actor) if one.code == code), None)
    if area is None:
        raise Http404
    form = AreaForm(request.POST if request.method == "POST" else None, area=area, headed={})
    if form.is_bound and form.is_valid():
        try:
            areas.change(code=code, told=form.told(), actor=visit.actor, now=visit.now)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(f"{reverse('zemag_areas')}?done=changed")
    return _asked(request, visit, _now("Change task area"), form)


def _asked(request: HttpRequest, visit: Visit, title: str, form: AreaForm) -> HttpResponse:
    here = reverse("zemag_areas")
    way = (Step(_now("Departments"), reverse("zemag_departments")), Step(_now("Task areas"), here))
    text = _now("Who works in this area may be given the right to ask. The risk assessment says in which ways.")
    context = {"form": form, "text": text, "button": _now("Save"), "here": here, "back": _now("Back to the task areas")}
    return render(
        request, "zemag_pages/desk/act.html", {**frame(request, visit, title, "departments", *way), **context}
    )
