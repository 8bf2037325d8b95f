"""Findings on the page as a whole: headings, owner, summary, English version and date."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from pages import owners
from pages.gate.findings import Finding
from pages.gate.spots import streams_of


def check(page: Any, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with a page as a whole."""
    yield from _headings(page)
    if owners.owner_of(page) is None:
        yield Finding("no_owner", ("owner_department",))
    if not page.lead and not page.teaser_text:
        yield Finding("no_summary", ("lead",))
    if _lacks_english(page):
        yield Finding("no_english", ("translation_wanted",))
    if page.go_live_at and page.go_live_at < now and not page.live:
        yield Finding("past_date", ("go_live_at",))


def _headings(page: Any) -> Iterator[Finding]:
    """Yield headings that skip a level; the editor refuses them, a translation or a command may bring them."""
    for name, block, rows in streams_of(page):
        if "heading" not in block.child_blocks:
            continue
        before = 1
        for row in rows:
            if row["type"] != "heading":
                continue
            level = int(row["value"].get("level") or 2)
            if level > before + 1:
                yield Finding(
                    "heading_level", (name, str(row.get("id")), "level"), {"text": row["value"].get("text", "")}
                )
            before = level


def _lacks_english(page: Any) -> bool:
    """Return whether a German page needs an English version and has none that is live."""
    if page.locale.language_code != settings.LANGUAGE_CODE or page.wants_translation != "required":
        return False
    others = type(page)._base_manager.filter(translation_key=page.translation_key, live=True)
    return not others.exclude(locale_id=page.locale_id).exists()
