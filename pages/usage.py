"""Where a page is used: what its readers would miss when it goes (editing design, section 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.blocks import RichTextBlock
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, ReferenceIndex


class Way(models.TextChoices):
    """How a page is used."""

    TEXT = "text", _("link in a text")
    BLOCK = "block", _("block")
    MENU = "menu", _("menu")
    RELATED = "related", _("related page")
    FIELD = "field", _("field")
    REDIRECT = "redirect", _("redirect")


@dataclass(frozen=True)
class Use:
    """One use; `owner` answers for what uses the page, `live` says whether readers see it now."""

    way: Way
    target: str
    source: str
    url: str = ""
    owner: str = ""
    language: str = ""
    live: bool = True


def uses_of(pages: Iterable[Any], user: Any, *, below: bool = True) -> list[Use]:
    """Return every use of these pages and, with `below`, of what stands below them, by owner; live ones first.

    Uses among the pages themselves are left out: they go together. Drafts of live pages are not known to the index.
    """
    gone = _branch(list(pages), below=below)
    titles = dict(Page.objects.filter(pk__in=gone).values_list("pk", "title"))
    stand_in = _german_stand_ins(titles)
    kind = ContentType.objects.get_for_model(Page)
    wanted = {str(number) for number in (*gone, *stand_in)}
    references = list(ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=wanted))
    sources = _Sources(references, user)
    found = []
    for reference in references:
        number = int(reference.to_object_id)
        source = sources.of(reference)
        if source is None or (source.page_id in gone):
            continue
        if number not in gone and source.language == settings.LANGUAGE_CODE:
            # English texts hold the German page's id: only they lose the English page.
            continue
        title = titles.get(stand_in.get(number, number), "")
        found.append(Use(way_of(reference), title, *source.facts()))
    found.extend(_redirects(titles, user))
    unique = dict.fromkeys(found)
    return sorted(unique, key=lambda use: (not use.live, use.owner, use.source, use.way))


def _redirects(titles: dict[int, str], user: Any) -> list[Use]:
    """Return the redirects that lead to pages; those that the program makes by itself are in no index."""
    finder, rows = AdminURLFinder(user), Redirect.objects.filter(redirect_page__in=titles).select_related("site")
    return [
        Use(Way.REDIRECT, titles[row.redirect_page_id], row.title, finder.get_edit_url(row) or "", language="")
        for row in rows
    ]


def _branch(pages: list[Any], *, below: bool) -> set[int]:
    """Return the ids of pages and, if asked, of what stands below them."""
    if not below:
        return {page.pk for page in pages}
    branch = Q(pk__in=[page.pk for page in pages])
    for page in pages:
        branch |= Q(path__startswith=page.path)
    return set(Page.objects.filter(branch).values_list("pk", flat=True))


def _german_stand_ins(titles: dict[int, str]) -> dict[int, int]:
    """Return the German pages that stand for English ones in shared relations, with the English page of each."""
    english = Page.objects.filter(pk__in=titles).exclude(locale__language_code=settings.LANGUAGE_CODE)
    keys = dict(english.values_list("translation_key", "pk"))
    german = Page.objects.filter(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE)
    return {pk: keys[key] for pk, key in german.values_list("pk", "translation_key") if pk not in titles}


def way_of(reference: Any) -> Way:
    """Return how a reference uses its target."""
    model: Any = ContentType.objects.get_for_id(reference.content_type_id).model_class()
    if issubclass(model, BaseSiteSetting):
        return Way.MENU
    steps = reference.model_path.split(".")
    field = model._meta.get_field(steps[0])
    if isinstance(field, RichTextField):
        return Way.TEXT
    if isinstance(field, StreamField):
        return Way.TEXT if _is_text(field.stream_block, steps[1:]) else Way.BLOCK
    return Way.RELATED if field.one_to_many else Way.FIELD


def _is_text(block: Any, steps: list[str]) -> bool:
    """Return whether the steps within a stream end in running text."""
    for step in steps:
        block = getattr(block, "child_blocks", {}).get(step) or getattr(block, "child_block", block)
    return isinstance(block, RichTextBlock)


@dataclass(frozen=True)
class _Source:
    """What uses a page."""

    title: str
    url: str
    owner: str
    language: str
    live: bool
    page_id: int = 0

    def facts(self) -> tuple[str, str, str, str, bool]:
        """Return what a use says of it."""
        return self.title, self.url, self.owner, self.language, self.live


class _Sources:
    """Everything that uses a page, looked up together."""

    def __init__(self, references: list[Any], user: Any) -> None:
        self._finder = AdminURLFinder(user)
        kind = ContentType.objects.get_for_model(Page)
        pages = {int(row.object_id) for row in references if row.base_content_type_id == kind.pk}
        known = Page.objects.filter(pk__in=pages).select_related("locale", "owner_row__department")
        self._page_kind = kind.pk
        self._pages = {page.pk: page for page in known}
        self._others: dict[tuple[int, str], Any] = {}
        by_type: dict[int, set[str]] = {}
        for row in references:
            if row.base_content_type_id != kind.pk:
                by_type.setdefault(row.content_type_id, set()).add(row.object_id)
        for number, ids in by_type.items():
            model = ContentType.objects.get_for_id(number).model_class()
            if model is not None:
                found = model._base_manager.filter(pk__in=ids)
                self._others.update({(number, str(obj.pk)): obj for obj in found})

    def of(self, reference: Any) -> _Source | None:
        """Return the source of a reference; None for what is gone and for rows that editors never see."""
        if reference.base_content_type_id == self._page_kind:
            page = self._pages.get(int(reference.object_id))
            return self._of_page(page) if page else None
        obj = self._others.get((reference.content_type_id, reference.object_id))
        if obj is None or not _is_shown(obj):
            return None
        url = self._finder.get_edit_url(obj) or ""
        return _Source(f"{obj._meta.verbose_name}: {obj}", url, "", settings.LANGUAGE_CODE, getattr(obj, "live", True))

    @staticmethod
    def _of_page(page: Any) -> _Source:
        row = getattr(page, "owner_row", None)
        owner = str(row.department) if row and row.department else ""
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return _Source(page.title, url, owner, page.locale.language_code, page.live, page.pk)


def _is_shown(obj: Any) -> bool:
    """Return whether readers meet an object: snippets and settings, not rights and protocols."""
    return isinstance(obj, BaseSiteSetting) or hasattr(obj, "snippet_viewset")
