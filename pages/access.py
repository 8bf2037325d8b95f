"""Compute and store the effective audience of pages."""

from django.dispatch import Signal
from wagtail.models import Page

from pages.models import BasePage, IntranetPage, PageAccess
from pages.reach import Reach

# Sent in the same transaction after audiences were stored; `page_ids` names the pages.
audience_stored = Signal()

Effective = tuple[str, frozenset[str] | None]


def _within(above: Effective, page: Page) -> Effective:
    """Return the audience of a page below one with the audience `above`."""
    reach, roles = above
    if isinstance(page, IntranetPage) and reach == Reach.PUBLIC:
        reach = Reach.STAFF
    chosen = frozenset(page.audience) if isinstance(page, BasePage) else frozenset()
    if reach == Reach.PUBLIC or not chosen:
        return reach, roles
    return Reach.ROLES, chosen if roles is None else roles & chosen


def _row(page_id: int, effective: Effective) -> PageAccess:
    reach, roles = effective
    text = "|" + "|".join(sorted(roles)) + "|" if roles else ""
    return PageAccess(page_id=page_id, reach=reach, roles=text)


def effective_of(page: Page) -> Effective:
    """Return the effective audience of a page from its ancestors and itself."""
    effective: Effective = (Reach.PUBLIC, None)
    for ancestor in page.get_ancestors(inclusive=True).filter(depth__gt=1).specific():
        effective = _within(effective, ancestor)
    return effective


def _stored(page_id: int) -> Effective | None:
    """Return the stored audience of a page, or None when it has none yet."""
    row = PageAccess.objects.filter(pk=page_id).first()
    if row is None:
        return None
    roles = frozenset(filter(None, row.roles.split("|"))) if row.reach == Reach.ROLES else None
    return Reach(row.reach), roles


def refresh(page: Page) -> None:
    """Store the audience of a saved page; what stands below is looked at only when the audience has changed."""
    parent = page.get_parent()
    above = _stored(parent.pk) if parent is not None else None
    if above is not None and _stored(page.pk) == _within(above, page):
        return
    rebuild(page)


def rebuild(page: Page) -> None:
    """Store the effective audience of a page and everything below it."""
    effective: dict[str, Effective] = {page.path: effective_of(page)}
    rows = [_row(page.pk, effective[page.path])]
    # nosemgrep: tree-query computes the audience itself
    for child in page.get_descendants().order_by("path").specific():
        above = effective[child.path[: -child.steplen]]
        effective[child.path] = _within(above, child)
        rows.append(_row(child.pk, effective[child.path]))
    PageAccess.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["page"], update_fields=["reach", "roles"]
    )
    audience_stored.send(sender=PageAccess, page_ids=[row.page_id for row in rows])
