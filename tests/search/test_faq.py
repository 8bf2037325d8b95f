"""Answered questions are found by themselves and open the page that shows them; what is closed leaves at once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.signals import published

from pages.models import FAQEntry
from pages.publishing import writing_live
from pages.reader import INTRANET, PUBLIC, Reader
from search.faq import close_changed, index_questions
from search.models import Entry
from search.rebuild import rebuild, stale
from search.service import find
from tests.factories import FAQCategoryFactory, FAQEntryFactory, FAQPageFactory, UserFactory, intranet_home, public_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(sites: None) -> FAQEntry:
    """A question for both sites, with a page of questions on each."""
    category = FAQCategoryFactory()
    entry: FAQEntry = FAQEntryFactory(
        category=category,
        site="both",
        question_de="Wer leiht mir ein Fernglas?",
        answer_de="<p>Das Amt.</p><p>Immer.</p>",
    )
    for home in (public_home("de"), intranet_home("de")):
        FAQPageFactory(parent=home, categories=[("category", category)])
    index_questions()
    return entry


def keys(reader: Reader, typed: str = "Ferngläser leihen") -> list[str]:
    """Return what a question finds."""
    return [hit.entry.key for hit in find(typed, reader).hits]


def test_a_question_is_found_and_leads_to_its_answer(asked: FAQEntry) -> None:
    stranger, staff = Reader(AnonymousUser(), PUBLIC, "de"), Reader(UserFactory(), INTRANET, "de")
    hit = find("Fernglas", stranger).hits[0]
    assert (hit.entry.key, hit.entry.anchor) == (f"faq:{asked.pk}:de", f"faq-{asked.pk}")
    assert hit.page.url_path.startswith("/public-de/") and "Das Amt. Immer." in hit.entry.text
    assert keys(staff) == [f"faq:{asked.pk}:de"]
    assert find("Fernglas", Reader(AnonymousUser(), PUBLIC, "en")).elsewhere[0].entry.key == f"faq:{asked.pk}:de"


def test_a_question_for_staff_alone_leaves_strangers_in_the_transaction_that_publishes_it(asked: FAQEntry) -> None:
    asked.site = "intranet"
    with writing_live():
        asked.save()
    close_changed(asked)
    assert not Entry.objects.filter(key=f"faq:{asked.pk}:de").exists()
    published.send(FAQEntry, instance=asked)
    assert keys(Reader(AnonymousUser(), PUBLIC, "de")) == []
    assert keys(Reader(UserFactory(), INTRANET, "de")) == [f"faq:{asked.pk}:de"]


def test_unpublishing_the_question_or_its_page_removes_the_entry(asked: FAQEntry) -> None:
    stranger = Reader(AnonymousUser(), PUBLIC, "de")
    page = Entry.objects.get(key=f"faq:{asked.pk}:de").page.specific
    page.unpublish()
    assert keys(stranger) == []
    # The question moves to the page that is left.
    assert keys(Reader(UserFactory(), INTRANET, "de")) == [f"faq:{asked.pk}:de"]
    asked.unpublish()
    assert not Entry.objects.filter(key__startswith="faq:").exists()


def test_a_rebuild_knows_questions_and_the_check_agrees(asked: FAQEntry) -> None:
    rebuild()
    assert Entry.objects.filter(key=f"faq:{asked.pk}:de").exists() and not any(stale().values())
    Entry.objects.filter(key=f"faq:{asked.pk}:de").delete()
    assert stale()["missing"] == 1
