"""Walk through everything a text refers to: fields, rows and blocks, as they are stored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import ForeignKey, Model, URLField
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.blocks.field_block import ChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from pages.models.media import Document, Image

SHOWN = (Page, Image, Document)
ANCHOR = re.compile(r"<a\s[^>]*>")
ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*["']([^"']*)["']""")
TEXT, TARGET, URL = "text", "target", "url"


@dataclass(frozen=True)
class Spot:
    """One place of a text: rich text, a chosen object or an address."""

    kind: str
    path: tuple[str, ...]
    value: Any
    model: type[Model] | None = None
    required: bool = False
    # The block that holds it, as stored: alternative text and "decorative" stand beside a picture.
    beside: dict[str, Any] = field(default_factory=dict)


def spots_of(obj: Any) -> list[Spot]:
    """Return every place of an object; a draft that is only in memory is read as it would be saved."""
    return [*_of_fields(obj, ()), *_of_rows(obj)]


def links_in(html: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each link of a rich text."""
    for tag in ANCHOR.findall(html or ""):
        yield dict(ATTRIBUTE.findall(tag))


def streams_of(obj: Any) -> Iterator[tuple[str, Any, list[dict[str, Any]]]]:
    """Yield name, block and stored rows of each stream of an object."""
    for item in obj._meta.get_fields():
        if isinstance(item, StreamField):
            yield item.name, item.stream_block, getattr(obj, item.name).get_prep_value()


def _own_fields(obj: Any) -> Iterator[Any]:
    """Yield the fields that the house added: core's own lead to revisions, locks and languages."""
    core = {item.name for item in Page._meta.get_fields()} if isinstance(obj, Page) else set()
    for item in obj._meta.get_fields():
        if item.concrete and item.name not in core and not getattr(item, "primary_key", False):
            yield item


def _of_fields(obj: Any, before: tuple[str, ...]) -> Iterator[Spot]:
    for item in _own_fields(obj):
        path = (*before, item.name)
        if isinstance(item, StreamField):
            yield from _of_block(item.stream_block, getattr(obj, item.name).get_prep_value(), path, {})
        elif isinstance(item, RichTextField):
            yield Spot(TEXT, path, getattr(obj, item.name) or "")
        elif isinstance(item, URLField):
            yield Spot(URL, path, getattr(obj, item.name) or "")
        elif isinstance(item, ForeignKey) and issubclass(item.related_model, SHOWN):
            beside = {"alt": getattr(obj, f"{item.name.removesuffix('_image')}_alt", "")}
            yield Spot(TARGET, path, getattr(obj, item.attname), item.related_model, beside=beside)


def _of_rows(obj: Any) -> Iterator[Spot]:
    for relation in get_all_child_relations(type(obj)):
        name = relation.get_accessor_name()
        if relation.related_model._meta.app_label.startswith(("wagtail", "taggit")):
            continue
        parent = relation.field.name
        for row in getattr(obj, name).all():
            for spot in _of_fields(row, (name,)):
                if spot.path[-1] != parent:
                    yield replace(spot, path=(name,))


def _of_block(block: Any, value: Any, path: tuple[str, ...], beside: dict[str, Any]) -> Iterator[Spot]:
    if isinstance(block, ChooserBlock):
        yield Spot(TARGET, path, value, block.model_class, required=block.required, beside=beside)
    elif isinstance(block, blocks.RichTextBlock):
        yield Spot(TEXT, path, value or "")
    elif isinstance(block, blocks.URLBlock):
        yield Spot(URL, path, value or "")
    for step, child, inside, around in parts_of(block, value, beside):
        yield from _of_block(child, inside, (*path, step), around)


def parts_of(block: Any, value: Any, beside: dict[str, Any]) -> Iterator[tuple[str, Any, Any, dict[str, Any]]]:
    """Yield step of the path, block, stored value and surroundings of each block within a block."""
    if isinstance(block, blocks.BaseStreamBlock):
        for child in value or []:
            if child.get("type") in block.child_blocks:
                yield str(child.get("id")), block.child_blocks[child["type"]], child["value"], {}
    elif isinstance(block, blocks.ListBlock):
        for child in value or []:
            identifier, inside = item_of(child)
            yield identifier, block.child_block, inside, beside
    elif isinstance(block, blocks.BaseStructBlock):
        for name, inner in block.child_blocks.items():
            yield name, inner, (value or {}).get(name), value or {}


def item_of(child: Any) -> tuple[str, Any]:
    """Return id and value of a stored item of a list; old lists hold bare values."""
    if isinstance(child, dict) and child.get("type") == "item":
        return str(child.get("id")), child["value"]
    return "", child
