"""Panels of the start page of the admin and the whole list behind each."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from pages.desk import lists
from pages.desk.lists import DeskList, Item, register
from pages.desk.translations import translations

IN_PANEL, PER_PAGE = 5, 50
# Core's panels ask several questions for each text; the desk says the same with a fixed number.
REPLACED = {"user_objects_in_workflow_moderation", "workflow_objects_to_moderate", "recent_edits"}

for order, (key, heading, find) in enumerate(
    (
        ("approve", _("Waiting for my approval"), lists.to_approve),
        ("drafts", _("My drafts"), lists.drafts),
        ("submitted", _("My texts in review"), lists.submitted),
        ("broken", _("Pages with findings"), lists.broken),
        ("scheduled", _("Scheduled"), lists.scheduled),
        ("translations", _("Translations missing or out of date"), translations),
        ("owners", _("Pages without an owner"), lists.without_owner),
    )
):
    register(DeskList(key, heading, find, order=100 + 10 * order))


class DeskPanel(Component):
    """At most five rows of a list."""

    template_name = "pages/desk_panel.html"

    def __init__(self, entry: DeskList, items: list[Item], count: int) -> None:
        self.entry, self.items, self.count = entry, items, count
        self.order = entry.order

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Add the rows."""
        return {"entry": self.entry, "items": self.items, "count": self.count}


class NothingToDoPanel(Component):
    """Said when every list is empty."""

    order = 100
    template_name = "pages/desk_empty.html"


def panels_of(user: Any) -> list[DeskPanel]:
    """Return a panel for each list that holds something for a person."""
    panels = []
    for entry in lists.all_lists():
        found = entry.find(user)
        count = found.count()
        if count:
            panels.append(DeskPanel(entry, found.make(list(found.rows[:IN_PANEL])), count))
    return panels


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Put the desk in the place of core's panels of reviews."""
    own = panels_of(request.user)
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    panels.extend(own or [NothingToDoPanel()])


@hooks.register("register_admin_urls")
def offer_the_whole_lists() -> list[URLPattern]:
    """Give each list an address."""
    return [path("desk/<slug:key>/", desk, name="desk")]


def desk(request: HttpRequest, key: str) -> HttpResponse:
    """Show one list whole."""
    entry = lists.list_of(key)
    if entry is None:
        raise Http404
    found = entry.find(request.user)
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {"entry": entry, "page": page, "items": found.make(list(page.object_list))}
    return render(request, "pages/desk.html", context)
