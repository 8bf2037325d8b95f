"""Nothing is asked of editors without an explanation."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.contrib.settings.registry import registry
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.snippets.models import get_snippet_models

from accounts.models import User
from pages.models import BasePage
from tests.factories import UserFactory
from zemag_pages.blocks import SafetyBodyBlock

pytestmark = [pytest.mark.django_db]
# Wagtail's own panel explains these two together, for each page type alike.
STOCK = {"go_live_at", "expire_at"}
PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]
MODELS = [*PAGE_TYPES, *get_snippet_models(), *registry]


def leaves(panel: Any) -> Iterator[Any]:
    """Return the panels of an edit form that hold no other panels."""
    for child in getattr(panel, "children", []):
        yield from leaves(child)
    if not hasattr(panel, "children"):
        yield panel


def unexplained(model: Any, handler: Any) -> list[str]:
    """Return the fields and groups of rows of a form that say nothing about themselves."""
    found = []
    for panel in leaves(handler):
        if isinstance(panel, FieldPanel) and panel.field_name not in STOCK:
            if not (panel.help_text or model._meta.get_field(panel.field_name).help_text):
                found.append(panel.field_name)
        elif isinstance(panel, InlinePanel):
            if not panel.help_text:
                found.append(panel.relation_name)
            row = panel.db_field.related_model
            found += [f"{panel.relation_name}.{name}" for name in unexplained(row, panel.child_edit_handler)]
    return found


def handler_of(model: Any) -> Any:
    """Return the edit form that the admin shows for a page type, setting or snippet."""
    if model in registry:
        return get_setting_edit_handler(model)
    if issubclass(model, BasePage):
        return model.get_edit_handler()
    return model.snippet_viewset.get_edit_handler()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_of_an_editor_explains_itself(model: Any) -> None:
    assert unexplained(model, handler_of(model)) == []


def test_a_field_without_an_explanation_is_found() -> None:
    bare = ObjectList([FieldPanel("url_path"), FieldPanel("lead")]).bind_to_model(PAGE_TYPES[0])
    assert unexplained(PAGE_TYPES[0], bare) == ["url_path"]


BLOCKS = SafetyBodyBlock().child_blocks


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_every_block_of_a_text_shows_itself_to_editors(
    name: str, language: str, sites: None, sign_in: Callable[[User], Client]
) -> None:
    block = BLOCKS[name]
    assert block.label and block.meta.icon and block.meta.description and block.is_previewable
    client = sign_in(UserFactory(is_superuser=True, language=language))
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    assert "site.css" in answer.content.decode()
