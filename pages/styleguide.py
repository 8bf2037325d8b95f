"""The style page: every part of the look in its states, for those who change templates or style sheets (dev, test)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import Page

from pages.charts.data import Chart, Series, protect
from pages.forms import KernForm

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
NAMES = ("Şahin Łukasz Öztürk", LONG[:60])


def sample(title: str, **shown: Any) -> Page:
    """Return an unsaved page with what lists show of it; it leads to the style page."""
    page = Page(title=title)
    nothing = dict.fromkeys(("summary", "drawing", "list_label", "list_facts", "state_label", "state_kind"), "")
    vars(page).update({**nothing, "list_date": None, "teaser_image": None, "is_off": False, **shown})
    vars(page).update(get_url=lambda request=None: "/styleguide/")
    return page


class SampleForm(KernForm):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("As staff use it."))
    mailbox = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", "–"), ("a", gettext_lazy("action day")), ("b", gettext_lazy("congress"))],
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        widget=forms.RadioSelect,
        choices=[("1", gettext_lazy("Improper behaviour, insults")), ("2", gettext_lazy("Threat or violence"))],
    )
    text = forms.CharField(label=gettext_lazy("Text"), max_length=200, widget=forms.Textarea(attrs={"rows": 4}))
    agreed = forms.BooleanField(label=gettext_lazy("I have read the notice."))
    file = forms.FileField(label=gettext_lazy("File"), required=False)


def sample_chart() -> Chart:
    """Return invented numbers in which one small cell and a second one are hidden."""
    return protect(
        Chart(
            kind="stacked",
            finding=_("Most reports come from the outdoor services."),
            summary=_("Reports a year by level of danger, 2022 to 2026; invented numbers."),
            unit=_("Year"),
            categories=("2022", "2023", "2024", "2025", "2026"),
            series=(
                Series(_("Level 1"), (62, 71, 68, 80, 77)),
                Series(_("Level 2"), (31, 28, 35, 40, 38)),
                Series(_("Level 3"), (9, 3, 12, 11, 8)),
            ),
        )
    )


def _entries() -> list[Page]:
    """Return rows in their states: filled, long, without picture, cancelled."""
    today = timezone.localdate()
    long = f"{LONG} – {_('a title over three lines that has to break somewhere and stays readable')}"
    running = {"state_label": _("running"), "state_kind": "success"}
    filled = {"summary": _("One sentence says it."), "drawing": "houses", "list_label": _("Networking"), **running}
    bare = {"list_label": _("Research"), "list_facts": _("twice a year"), "state_label": _("planned")}
    event = {"start": timezone.now() + timedelta(days=9), "place_line": _("Town hall"), "when": "18:00"}
    return [
        sample(_("A short title"), list_date=today, **filled),
        sample(long, summary=LONG, list_date=today),
        sample(_("Without a date"), state_kind="info", **bare),
        sample(_("Meeting of the council"), state_label=_("Cancelled"), state_kind="danger", is_off=True, **event),
    ]


def _table() -> dict[str, Any]:
    """Return a table that is sorted by its first column."""
    return {
        "columns": [
            {"label": _("Year"), "url": "/styleguide/?sort=-year", "order": "ascending"},
            {"label": _("Title"), "url": "/styleguide/?sort=title", "order": ""},
            {"label": _("State"), "url": "", "order": ""},
        ],
        "rows": [["2025", LONG[:60], _("running")], ["2026", NAMES[0], _("planned")]],
    }


def _small_parts() -> dict[str, Any]:
    """Return what badges, steps, figures, facts, chips, pagers and tabs show."""
    steps = [(_("What"), "done"), (_("Where"), "done"), (_("Who"), "current"), (_("Help"), "open"), (_("Send"), "open")]
    return {
        "badges": [
            ("", _("planned")),
            ("info", _("new")),
            ("success", _("running")),
            ("warning", _("late")),
            ("danger", _("Cancelled")),
        ],
        "steps": [{"label": label, "state": state} for label, state in steps],
        "figures": [
            {"value": "286", "label": _("Reports")},
            {"value": "20.000", "label": _("Employees"), "source": _("City")},
        ],
        "facts": [{"label": _("Kind"), "value": _("congress")}, {"label": _("Where"), "value": LONG}],
        "chips": [{"label": f"{_('Topic')} {number}", "url": "/styleguide/"} for number in range(1, 13)],
        "pager": {
            "number": 2,
            "total": 3,
            "items": [{"number": number, "url": "/styleguide/", "current": number == 2} for number in (1, 2, 3)],
            "previous_url": "/styleguide/",
            "next_url": "/styleguide/",
        },
        "tabs": [
            {"label": _("Start"), "url": "/styleguide/", "current": True},
            {"label": _("Help"), "url": "/styleguide/", "current": False},
        ],
    }


def _places() -> dict[str, Any]:
    """Return numbers to call, districts and partners."""
    return {
        "numbers": [{"label": _("Police emergency"), "number": "110"}],
        "districts": [
            {"number": number, "name": f"{_('District')} {number}", "url": "/styleguide/"} for number in range(1, 10)
        ],
        "partners": [{"name": f"{_('Partner')} {number}", "url": ""} for number in range(1, 7)],
    }


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Show every component in its states; the form stands twice, empty and with errors."""
    wrong = SampleForm(
        {"wrong-name": LONG, "wrong-mailbox": "x", "wrong-level": "2", "wrong-text": _("Nothing typed is lost.")},
        prefix="wrong",
    )
    entries = _entries()
    context = {
        "entries": entries,
        "event": entries[-1],
        "form": SampleForm(),
        "wrong": wrong,
        "chart": sample_chart(),
        "names": NAMES,
        **_small_parts(),
        **_table(),
        **_places(),
    }
    return render(request, "styleguide.html", context)


@require_safe
def chart_csv(request: HttpRequest) -> HttpResponse:
    """Send the numbers of the sample chart as a file."""
    response = HttpResponse(sample_chart().csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="chart.csv"'
    return response
