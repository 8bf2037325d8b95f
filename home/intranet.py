"""What intranet pages show beside their text; own models are named by string, since they show it."""

from typing import Any

from django.utils.functional import SimpleLazyObject

from home.context import links_of, own, page_url, url_of
from news.models import NewsIndexPage
from pages import listings, open_items
from pages.permissions import visible_to
from pages.reader import Reader
from zemag_pages.blocks import emergency_numbers

ISM_ICONS = {
    "advice": "advice",
    "violence_prevention": "people",
    "alarm": "alarm",
    "judiciary": "justice",
    "alarm_plan": "plan",
    "building_protection": "building",
    "zero_tolerance": "zero_tolerance",
    "security_concept": "concept",
    "information_blocks": "information",
}


def ism_topics(reader: Reader) -> list[dict[str, Any]]:
    """Return the nine topics in their fixed order."""
    model = own("IsmTopicPage")
    order = [kind for kind, _label in model._meta.get_field("kind").choices]
    pages = visible_to(reader.user, model.objects.filter(locale=reader.locale)).defer_streamfields()
    return [
        {
            "pk": page.pk,
            "label": page.menu_title,
            "text": page.summary,
            "icon": ISM_ICONS.get(page.kind, ""),
            "url": page.get_url(reader.request),
            "current": False,
        }
        for page in sorted(pages, key=lambda page: order.index(page.kind))
    ]


def intranet_numbers(reader: Reader) -> list[Any]:
    """Return the emergency numbers of security management, else the fixed ones."""
    page = visible_to(reader.user, own("IsmHomePage").objects.filter(locale=reader.locale)).first()
    found = [row.value for row in page.emergency_numbers] if page else []
    return found or list(emergency_numbers())


def quick_actions(page: Any, reader: Reader) -> list[dict[str, str]]:
    """Return the tiles whose page the reader may see."""
    rows = [row["value"] for row in page.quick_actions.raw_data]
    by_label = {row["label"]: row for row in rows}
    return [
        {
            "label": link.label,
            "url": link.url,
            "text": by_label[link.label].get("text") or "",
            "icon": by_label[link.label].get("icon") or "",
        }
        for link in links_of(rows, reader)
    ]


def intranet_home(page: Any, reader: Reader) -> dict[str, Any]:
    """Return the sections of the intranet home page, each looked up when it is used."""
    lazy = SimpleLazyObject
    model = own("IsmTopicPage")
    return {
        "quick_actions": lazy(lambda: quick_actions(page, reader)),
        "open_items": lazy(lambda: open_items.of(reader.user)),
        "emergency_numbers": lazy(lambda: intranet_numbers(reader)),
        "alarm_help_url": lazy(lambda: url_of(model, reader, kind="alarm")),
        "help_url": lazy(lambda: page_url(("hilfe-nach-einem-uebergriff", "help-after-an-attack"), reader)),
        "ism_topics": lazy(lambda: ism_topics(reader)),
        "ism_url": lazy(lambda: url_of(own("IsmHomePage"), reader)),
        "news": lazy(lambda: listings.entries("news", reader, limit=3)),
        "news_url": lazy(lambda: url_of(NewsIndexPage, reader)),
    }
