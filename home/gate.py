"""What the room adds to gate and desk: parts of legal pages, old statements, and menus as uses of pages."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.models import ReferenceIndex

from home.models import LegalPage, Navigation
from home.models.legal import LegalKind
from pages.desk.lists import DeskList, Found, page_items, pages_of, register
from pages.gate import checks
from pages.gate.findings import Finding


def legal_parts(page: Any) -> Iterator[Finding]:
    """Yield each part that the law asks for and that is empty; an imprint or privacy notice needs a text."""
    if isinstance(page, LegalPage):
        for part in page.missing_parts():
            yield Finding("legal_part", (part,))


def old_statements(user: Any) -> Found:
    """Return the accessibility statements that nobody has checked for eleven months (editing design, section 9)."""
    last = timezone.localdate() - LegalPage.CHECKED_WITHIN
    pages = LegalPage.objects.filter(pk__in=pages_of(user).values("pk"), kind=LegalKind.ACCESSIBILITY, live=True)
    found = pages.filter(checked_on__lt=last).select_related("locale").order_by("checked_on", "pk")
    return Found(found, lambda rows: page_items(rows, lambda page: date_format(page.checked_on), "last_published_at"))


checks.register(legal_parts)
register(DeskList("statements", _("Accessibility statements to be checked"), old_statements, order=200))
ReferenceIndex.register_model(Navigation)
