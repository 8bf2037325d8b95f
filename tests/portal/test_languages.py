"""Both languages stay apart: no English page links a German address unmarked, shared fields empty together."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField
from wagtail_localize.models import TranslationSource

from pages.models import BasePage
from pages.publishing import writing_live
from tests.portal.leaks import LANGUAGES

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.portal]
LINK = re.compile(r"<a\b[^>]*>")
ADDRESS = re.compile(r'href="(?P<url>[^"]*)"')
GERMAN = re.compile(r"^(?:https?://[^/]+)?/de/")
# A live legal page must keep its parts, so none of them can be emptied.
WHOLE = {"LegalPage"}
TYPES = [model for model in apps.get_models() if issubclass(model, BasePage) and model.__name__ not in WHOLE]


def unmarked(html: str) -> list[str]:
    """Return German addresses in the links of an English page that do not say so by `hreflang`."""
    found = []
    for tag in LINK.findall(html):
        match = ADDRESS.search(tag)
        if match and GERMAN.match(match["url"]) and 'hreflang="de"' not in tag:
            found.append(match["url"])
    return found


def test_both_languages_are_covered() -> None:
    assert set(LANGUAGES) == {"de", "en"}
    assert unmarked('<a href="/de/x/">x</a>') == ["/de/x/"]
    assert unmarked('<a hreflang="de" href="/de/x/">x</a><a href="/en/de/">x</a>') == []


def test_no_english_page_links_a_german_address_unless_it_says_so(portal: None, public: Client) -> None:
    wrong = {}
    pages = Page.objects.filter(live=True, depth__gt=1, locale__language_code="en").select_related("locale")
    seen = 0
    for page in pages:
        url = page.get_url_parts()
        if url is None or not url[1].startswith("http://localhost") or "intranet" in url[1]:
            continue
        response = public.get(url[2])
        assert response.status_code == 200, url[2]
        seen += 1
        links = unmarked(response.content.decode())
        if links:
            wrong[url[2]] = links
    assert seen >= 25
    assert wrong == {}


def empty(page: Any, name: str) -> bool:
    """Empty one shared field; return False where the field may not be empty or was empty before."""
    field = page._meta.get_field(name)
    if isinstance(field, models.ManyToOneRel):
        had = getattr(page, field.get_accessor_name()).exists()
        setattr(page, field.get_accessor_name(), [])
    elif isinstance(field, ParentalManyToManyField | models.ManyToManyField):
        had = getattr(page, name).exists()
        setattr(page, name, [])
    elif isinstance(field, StreamField):
        had = bool(len(getattr(page, name)))
        setattr(page, name, field.stream_block.to_python([]))
    elif name == "tags":
        had = page.tags.exists()
        page.tags.clear()
    elif isinstance(field, models.ForeignKey | models.DateField) and field.null:
        had = getattr(page, field.attname) is not None
        setattr(page, name, None)
    elif isinstance(field, models.CharField) and field.blank and not field.choices:
        had = bool(getattr(page, name))
        setattr(page, name, "")
    else:
        return False
    return had


def is_empty(page: Any, name: str) -> bool:
    """Whether a field of a page is empty."""
    value = getattr(page, name)
    return not (value.exists() if hasattr(value, "exists") else len(value) if hasattr(value, "__len__") else value)


def refused(page: Any, names: list[str]) -> set[str]:
    """Return the fields that this page may not lose, as an event with registration its address."""
    for name in names:
        empty(page, name)
    try:
        page.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


def kept_in_english() -> tuple[set[tuple[str, str]], set[str]]:
    """Empty the shared fields of German pages; return what English pages kept, and every field that was emptied."""
    english = Locale.objects.get(language_code="en")
    kept: set[tuple[str, str]] = set()
    emptied: set[str] = set()
    for model in TYPES:
        names = [r.field_name for r in model.override_translatable_fields if isinstance(r, SynchronizedField)]
        for german in model.objects.filter(live=True, locale__language_code="de"):
            if not german.get_translations().filter(locale=english).exists():
                continue
            needed = refused(german, names)
            german = model.objects.get(pk=german.pk)
            done = [name for name in names if name not in needed and empty(german, name)]
            if not done or set(done) <= emptied:
                continue
            with writing_live():
                german.save()
                source, _created = TranslationSource.update_or_create_from_instance(german)
                source.create_or_update_translation(english, publish=False, fallback=True)
            translated = model.objects.get(translation_key=german.translation_key, locale=english)
            latest = translated.get_latest_revision_as_object()
            kept |= {(model.__name__, name) for name in done if not is_empty(latest, name)}
            emptied |= set(done)
    return kept, emptied


@pytest.mark.parametrize("relation", [("CampaignPage", "organisers"), ("PartnershipPage", "districts")], ids=str)
def test_a_relation_to_many_is_among_what_is_emptied(relation: tuple[str, str], portal: None) -> None:
    model = next(model for model in TYPES if model.__name__ == relation[0])
    pages = model.objects.filter(live=True, locale__language_code="en")
    assert any(getattr(page, relation[1]).exists() for page in pages)


def test_emptying_a_shared_field_in_german_empties_it_in_english(portal: None) -> None:
    kept, emptied = kept_in_english()
    assert len(emptied) >= 12, emptied
    assert kept == set()
