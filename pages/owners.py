"""Which department answers for a page: its own owner, else the one of the nearest page above (editing design, 9)."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from accounts.models import Department
from pages.models.base import BasePage
from pages.models.owners import PageOwner


def owner_of(page: Any) -> Department | None:
    """Return the department that answers for a page as it stands in memory, or None.

    The owner is shared by both languages: a translation asks its German page, whatever stands above itself.
    """
    german = _german_of(page)
    if german is not None:
        page = german
    if page.owner_department_id:
        return page.owner_department
    parent = page.get_parent() if page.path else getattr(page, "_cached_parent_obj", None)
    if parent is None:
        return None
    for above in parent.get_ancestors(inclusive=True).filter(depth__gt=1).order_by("-depth").specific():
        if getattr(above, "owner_department_id", None):
            return above.owner_department
    return None


def _german_of(page: Any) -> Any:
    """Return the German page of a translation, or None."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return None
    twin = Page.objects.filter(translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE)
    found = twin.first()
    return found.specific if found else None


def refresh(page: BasePage) -> None:
    """Store the owner of a saved page; what stands below is looked at only when the owner has changed."""
    stored = dict(PageOwner.objects.filter(page_id=page.pk).values_list("page_id", "department_id"))
    if stored.get(page.pk, 0) != _resolved(page):
        rebuild(page)


def _resolved(page: BasePage) -> int | None:
    """Return the id of the owner of one saved page from the stored rows of its German page or of the page above."""
    own = _own_of(Page.objects.filter(pk=page.pk)).get(page.pk)
    german = _german_rows([page]).get(page.translation_key, 0) if page.locale_id else 0
    if german != 0:
        return german
    return own or _stored_above(page)


def _stored_above(page: Any) -> int | None:
    """Return the stored owner of the page above, or None."""
    parent = page.get_parent()
    row = PageOwner.objects.filter(page_id=parent.pk).first() if parent is not None else None
    return row.department_id if row else None


def rebuild(page: Page) -> None:
    """Store the owners of a page, of everything below it, and of their translations."""
    _store(page)
    if page.locale.language_code == settings.LANGUAGE_CODE:
        for twin in Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk):
            _store(twin)


def rebuild_all() -> None:
    """Store the owners of every page, German ones first."""
    homes = list(Page.objects.filter(depth=2).select_related("locale"))
    for home in sorted(homes, key=lambda page: page.locale.language_code != settings.LANGUAGE_CODE):
        _store(home)


def _store(top: Any) -> None:
    """Store the owners of a page and of everything below it; the number of queries does not grow with the pages."""
    branch = Page.objects.filter(path__startswith=top.path)
    pages = list(branch.select_related("locale").order_by("path"))
    own, german = _own_of(branch), _german_rows(pages)
    above = {top.path[: -top.steplen]: _stored_above(top)}
    for page in pages:
        inherited = own.get(page.pk) or above.get(page.path[: -page.steplen])
        above[page.path] = german.get(page.translation_key, inherited)
    rows = [PageOwner(page_id=page.pk, department_id=above[page.path]) for page in pages]
    PageOwner.objects.bulk_create(rows, update_conflicts=True, unique_fields=["page"], update_fields=["department"])


def _own_of(pages: Any) -> dict[int, int]:
    """Return the owners that pages name themselves, by page; one query for each type of page."""
    found: dict[int, int] = {}
    for number in set(pages.order_by().values_list("content_type_id", flat=True)):
        model = ContentType.objects.get_for_id(number).model_class()
        if model is not None and issubclass(model, BasePage):
            rows = model._base_manager.filter(pk__in=pages.order_by().values("pk")).exclude(owner_department=None)
            found.update(rows.values_list("pk", "owner_department_id"))
    return found


def _german_rows(pages: list[Any]) -> dict[Any, int | None]:
    """Return the stored owners of the German pages of translations, by translation key."""
    keys = {page.translation_key for page in pages if page.locale.language_code != settings.LANGUAGE_CODE}
    if not keys:
        return {}
    rows = PageOwner.objects.filter(page__locale__language_code=settings.LANGUAGE_CODE)
    if len(keys) == 1:
        rows = rows.filter(page__translation_key__in=keys)
    return {key: owner for key, owner in rows.values_list("page__translation_key", "department_id") if key in keys}
