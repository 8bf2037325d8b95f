"""Rules for the last part of an address."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from pages.models.base import BasePage

# Addresses that belong to the program, on either host.
RESERVED = frozenset(
    {
        "accounts",
        "admin",
        "zemag",
        "schulungen",
        "training",
        "suche",
        "search",
        "media",
        "static",
        "live",
        "health",
        "alarms",
        "api",
        "documents",
        "images",
        "_util",
        "styleguide",
    }
)

# Pages whose address never changes, so that error pages can link them without a database (kind -> (de, en)).
FIXED_SLUGS = {
    "imprint": ("impressum", "imprint"),
    "privacy": ("datenschutz", "privacy"),
    "accessibility": ("barrierefreiheit", "accessibility"),
    "easy-language": ("leichte-sprache", "easy-language"),
    "sign-language": ("gebaerdensprache", "sign-language"),
}
BARRIER_FORM_SLUGS = ("barriere-melden", "report-barrier")

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def german_slug(text: str) -> str:
    """Return the slug of a title: ä, ö, ü, ß become ae, oe, ue, ss; at most 80 signs."""
    return slugify(text.translate(_UMLAUTS))[:80].strip("-")


def refuse_reserved(page: "BasePage") -> None:
    """Refuse a slug that belongs to the program, is too long, or changes a fixed address."""
    parent = page.get_parent() if page.pk else getattr(page, "_cached_parent_obj", None)
    top_level = parent is not None and parent.depth == 2
    if len(page.slug) > 80:
        raise ValidationError({"slug": _("At most 80 signs.")})
    allowed: frozenset[str] = getattr(page, "may_use_slugs", frozenset())
    if page.slug in RESERVED - allowed and (top_level or parent is None):
        raise ValidationError({"slug": _("This address belongs to the portal itself. Please choose another one.")})
    if page.slug in BARRIER_FORM_SLUGS and top_level:
        raise ValidationError({"slug": _("This address belongs to the form “Report a barrier”.")})
