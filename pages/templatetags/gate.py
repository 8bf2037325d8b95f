"""What the page editor and the screens of deleting say about a page."""

from typing import Any

from django import template

from pages.gate.checks import findings_of
from pages.gate.findings import Level, blocking
from pages.usage import uses_of

register = template.Library()
SHOWN = 100


@register.inclusion_tag("pages/gate_panel.html")
def gate_panel(page: Any) -> dict[str, Any]:
    """List the findings of the text as it was last saved, by level, with a link to each place."""
    found = findings_of(page)
    groups = [(level, [finding for finding in found if finding.level == level]) for level in Level]
    return {
        "groups": [(level, [(finding, label_of(page, finding)) for finding in rows]) for level, rows in groups if rows],
        "is_open": bool(blocking(found)),
        "count": len(found),
    }


def label_of(page: Any, finding: Any) -> str:
    """Return the name of the field that a finding is about; empty for the page as a whole."""
    if not finding.path:
        return ""
    try:
        field = page._meta.get_field(finding.path[0])
    except LookupError:
        return ""
    name = getattr(field, "verbose_name", "") or field.related_model._meta.verbose_name_plural
    return str(name)


@register.inclusion_tag("pages/uses.html", takes_context=True)
def page_uses(context: Any, pages: Any) -> dict[str, Any]:
    """List where pages are used before they are deleted or unpublished; takes a page or the rows of a bulk action."""
    rows = pages if isinstance(pages, list) else [pages]
    chosen = [row["item"] if isinstance(row, dict) else row for row in rows]
    found = uses_of(chosen, context["request"].user)
    return {"uses": found[:SHOWN], "count": len(found), "more": max(len(found) - SHOWN, 0)}
