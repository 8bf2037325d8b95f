"""What the lists of files say about the scanner."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("pages/scanner_note.html")
def scanner_note() -> dict[str, bool]:
    """Say so where no scanner looks at uploads (editing design, section 7)."""
    return {"is_off": not settings.CLAMAV_SOCKET}
