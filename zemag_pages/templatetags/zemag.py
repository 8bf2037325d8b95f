"""Tags of the pages of ZeMAG: the menu and the screen behind a page, and the drawings of the weapons catalogue."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.reader import Reader
from zemag.clocks import last_day
from zemag_pages.navigation import Step, open_doors, rights_or_none, tabs
from zemag_pages.tasks import tasks_of
from zemag_pages.weapons.drawings import INLINE, strokes

register = template.Library()
register.filter("last_day", last_day)


@register.simple_tag(takes_context=True)
def zemag_menu(context: Context, page: Any) -> dict[str, Any]:
    """Return the menu (`tabs`) and the screen behind the page (`screen`); at the entrance also `doors` and `tasks`."""
    known = context.get("zemag_menu_of_page")
    if known is not None:
        return dict(known)
    reader = Reader.of(context["request"])
    rights = rights_or_none(reader.user)
    doors = {door.kind: Step(str(door.label), reverse(door.route)) for door in open_doors(rights)}
    is_start = type(page).__name__ == "ZemagStartPage"
    tasks = tasks_of(reader.user) if is_start else []
    found = {
        "is_start": is_start,
        "doors": doors,
        "tasks": tasks,
        "tabs": tabs(reader, rights, page=page),
        "screen": doors.get(type(page).__name__),
    }
    # Two blocks of the page show parts of it.
    context.dicts[0]["zemag_menu_of_page"] = found
    return found


@register.simple_tag
def weapon_drawing(code: str, css_class: str = "") -> SafeString:
    """Return the drawing of a class in the page's colours, or nothing; decorative, so its name must stand beside it."""
    if code not in strokes():
        return SafeString("")
    return format_html(INLINE, css_class, strokes()[code])
