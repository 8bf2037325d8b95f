"""Turn the values of the content files into what the models store, guided by the models' own fields."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.coreutils import resolve_model_string
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from demo.loading.markdown import ContentError, Resolve, block_id, inline_html

# Models that content files name by key, and the kind of the key.
KINDS = {
    "Topic": "topic",
    "District": "district",
    "Department": "department",
    "ContactPoint": "contact",
    "Organisation": "organisation",
    "FAQCategory": "faq_category",
    "Document": "document",
    "Image": "image",
    "Course": "training_course",
}


def kind_of(model: type[models.Model]) -> str:
    """Return the kind of key by which content files name rows of a model; pages are `page`."""
    return KINDS.get(model.__name__, "page")


def field_value(field: models.Field[Any, Any], value: Any, resolve: Resolve, path: str) -> Any:
    """Return the value that a model field stores."""
    if isinstance(field, StreamField):
        return stream_value(field.stream_block, value, resolve, path)
    if isinstance(field, RichTextField):
        return inline_html(value, resolve)
    if isinstance(field, models.DateTimeField):
        return _moment(value)
    return value


def stream_value(block: Any, rows: list[Any], resolve: Resolve, path: str) -> list[dict[str, Any]]:
    """Return the raw data of rows given as a list of tables or plain values."""
    names = list(block.child_blocks)
    stored = []
    for index, row in enumerate(rows):
        name = row.pop("block") if isinstance(row, dict) and "block" in row else names[0]
        if name not in block.child_blocks:
            raise ContentError(f"{path}: no block {name}")
        here = f"{path}/{index}"
        stored.append(
            {"type": name, "value": block_value(block.child_blocks[name], row, resolve, here), "id": block_id(here)}
        )
    return stored


def block_value(block: Any, value: Any, resolve: Resolve, path: str) -> Any:
    """Return the raw value of one block."""
    if isinstance(block, blocks.StructBlock):
        return _struct_value(block, value, resolve, path)
    if isinstance(block, blocks.ListBlock):
        return [
            {
                "type": "item",
                "value": block_value(block.child_block, item, resolve, f"{path}/{i}"),
                "id": block_id(f"{path}/{i}"),
            }
            for i, item in enumerate(value)
        ]
    if isinstance(block, blocks.BaseStreamBlock):
        return stream_value(block, value, resolve, path)
    return _plain_value(block, value, resolve)


def _struct_value(block: Any, value: Any, resolve: Resolve, path: str) -> dict[str, Any]:
    """Return the raw value of a struct; a plain value fills its first field."""
    given = value if isinstance(value, dict) else {next(iter(block.child_blocks)): value}
    unknown = set(given) - set(block.child_blocks)
    if unknown:
        raise ContentError(f"{path}: no field {', '.join(sorted(unknown))}; there are {', '.join(block.child_blocks)}")
    stored = {}
    for name, child in block.child_blocks.items():
        if name in given:
            stored[name] = block_value(child, given[name], resolve, f"{path}/{name}")
        else:
            stored[name] = empty_value(child)
    return stored


def empty_value(block: Any) -> Any:
    """Return what a block stores when nothing is given; texts are empty, never null."""
    value = block.get_prep_value(block.get_default())
    is_text = isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.URLBlock | blocks.RichTextBlock)
    return "" if value is None and is_text else value


def _plain_value(block: Any, value: Any, resolve: Resolve) -> Any:
    """Return the raw value of a block without children."""
    if isinstance(block, blocks.PageChooserBlock):
        return resolve("page", value) if value else None
    if isinstance(block, SnippetChooserBlock | DocumentChooserBlock | ImageChooserBlock):
        return resolve(kind_of(resolve_model_string(block.target_model)), value) if value else None
    if isinstance(block, blocks.RichTextBlock):
        return inline_html(value, resolve)
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def relation_ids(field: Any, keys: list[str], resolve: Resolve) -> list[int]:
    """Return the ids of a many-to-many field."""
    return [resolve(kind_of(field.related_model), key) for key in keys]


def is_many(field: Any) -> bool:
    """Return whether a field holds many rows by id."""
    return isinstance(field, models.ManyToManyField | ParentalManyToManyField)


def _moment(value: Any) -> datetime:
    """Return a point in time in the portal's time zone."""
    if isinstance(value, datetime):
        return value if timezone.is_aware(value) else timezone.make_aware(value)
    return timezone.make_aware(datetime.combine(value, time(0, 0)))


def relative_times(fields: dict[str, Any], today: date) -> None:
    """Replace days relative to the first load by points in time, and spread real dates with times."""
    days = fields.pop("start_in_days", None)
    start_time, end_time = fields.pop("start_time", "00:00"), fields.pop("end_time", None)
    length = fields.pop("days", 1)
    if days is None:
        return
    first = today + timedelta(days=days)
    fields["start"] = datetime.combine(first, time.fromisoformat(start_time))
    last = first + timedelta(days=length - 1)
    if end_time or length > 1:
        fields["end"] = datetime.combine(last, time.fromisoformat(end_time or "23:59"))
