"""Answered questions as entries of their own; each opens the first live page of its site that shows its category."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Locale, Page

from pages.models import FAQEntry, PageAccess
from search.entries import audience_of, remove_entries, site_of, store
from search.models import Entry

# The site whose page a question opens; one for both sites is read by everybody on the public one.
SITES = {"public": ("public",), "intranet": ("intranet",), "both": ("public", "intranet")}


def key_of_faq(faq_id: int, language: str) -> str:
    """Return the key of a question in one language."""
    return f"faq:{faq_id}:{language}"


class Places:
    """The pages of questions and answers of one language, as far as they may be found."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        # nosemgrep: page-query the index holds all; answers are filtered by reader
        found = Page.objects.filter(live=True, locale=locale, content_type__model="faqpage").order_by("path")
        access = PageAccess.objects.in_bulk(list(found.values_list("pk", flat=True)))
        self.pages = [
            (page, access[page.pk], set(page.category_ids()))
            for page in found.specific()
            if page.pk in access and access[page.pk].key and not page.hide_from_search
        ]

    def source_of(self, faq: FAQEntry) -> tuple[Page, dict[str, Any]] | None:
        """Return the page that a question opens and what its entry says; None without page or without text."""
        language = self.locale.language_code
        question = getattr(faq, f"question_{language}", "")
        if not faq.live or not question:
            return None
        for site in SITES.get(faq.site, ()):
            for page, access, categories in self.pages:
                if site_of(access) == site and faq.category_id in categories:
                    return page, self._values(faq, access, question)
        return None

    def _values(self, faq: FAQEntry, access: PageAccess, question: str) -> dict[str, Any]:
        # A blank stands for each tag, so that words of two paragraphs do not grow together.
        answer = strip_tags(getattr(faq, f"answer_{self.locale.language_code}").replace("<", " <"))
        return {
            "anchor": f"faq-{faq.pk}",
            "site": site_of(access),
            "locale_id": self.locale.pk,
            "audience": audience_of(access.key),
            "kind": "faq",
            "is_index": False,
            "date": None,
            "year": None,
            "end": None,
            "label": question[:255],
            "summary": "",
            "keywords": "",
            "text": " ".join(answer.split()),
            "facets": [],
        }

    def sources(self) -> Iterator[tuple[str, Page, dict[str, Any]]]:
        """Give key, page and values of every question that may be found in this language."""
        if not self.pages:
            return
        for faq in FAQEntry.objects.filter(live=True).order_by("pk"):
            found = self.source_of(faq)
            if found:
                yield key_of_faq(faq.pk, self.locale.language_code), *found


def index_questions(pks: list[int] | None = None) -> None:
    """Bring the entries of some questions, or of all, up to date in every language; can run twice."""
    wanted = FAQEntry.objects.order_by("pk") if pks is None else FAQEntry.objects.filter(pk__in=pks)
    questions = list(wanted)
    for locale in Locale.objects.all():
        places = Places(locale)
        for faq in questions:
            key, found = key_of_faq(faq.pk, locale.language_code), places.source_of(faq)
            if found:
                store(key, *found)
            else:
                remove_entries(Entry.objects.filter(key=key))


def remove_question(pk: int) -> None:
    """Remove the entries of a question, in the caller's transaction."""
    remove_entries(Entry.objects.filter(key__startswith=f"faq:{pk}:"))


def close_changed(faq: FAQEntry) -> None:
    """Remove entries of a question that now opens another page or none, in the caller's transaction."""
    for locale in Locale.objects.all():
        key, found = key_of_faq(faq.pk, locale.language_code), Places(locale).source_of(faq)
        entries = Entry.objects.filter(key=key)
        remove_entries(entries.exclude(page=found[0]) if found else entries)
