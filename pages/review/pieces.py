"""A text in pieces: every field and block that editors write, as plain words with a key that both versions share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from taggit.managers import TaggableManager
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from pages.models.approved import BOOKKEEPING

# A date on which a text goes live or disappears is a decision, too; nothing else of the bookkeeping is.
DATES = frozenset({"go_live_at", "expire_at"})
NO_TEXT = frozenset({"locale", "translation_key", "content_type", "sort_order"}) | (BOOKKEEPING - DATES)
LINES = {"p", "li", "h2", "h3", "h4", "br"}
SIGNS = {"b": "*", "strong": "*", "i": "_", "em": "_"}


@dataclass(frozen=True)
class Piece:
    """What one field or block says."""

    label: str
    text: str


def pieces_of(obj: Any) -> dict[str, Piece]:
    """Return what editors have written in an object, in the order of its fields, by a key that translations share."""
    found: dict[str, Piece] = {}
    for field in obj._meta.get_fields():
        if _is_written(field):
            found.update(_of_field(obj, field, field.name, ""))
    for relation in get_all_child_relations(obj):
        if relation.get_accessor_name() not in NO_TEXT:
            found.update(_of_rows(obj, relation))
    return found


def _is_written(field: Any) -> bool:
    """Return whether editors write a field; numbers of rows, relations from elsewhere and bookkeeping are no text."""
    if isinstance(field, TaggableManager):
        return True
    if not isinstance(field, models.Field) or field.primary_key or not field.editable or field.name in NO_TEXT:
        return False
    return not (field.remote_field and getattr(field.remote_field, "parent_link", False))


def _of_rows(obj: Any, relation: Any) -> Iterator[tuple[str, Piece]]:
    """Return the pieces of the rows that belong to an object, such as its topics, by their place in the list."""
    name = relation.get_accessor_name()
    label = str(relation.related_model._meta.verbose_name)
    for number, row in enumerate(getattr(obj, name).all()):
        for field in row._meta.get_fields():
            if _is_written(field) and field != relation.field:
                yield from _of_field(row, field, f"{name}.{number}.{field.name}", f"{capfirst(label)} {number + 1}")


def _of_field(obj: Any, field: Any, key: str, before: str) -> Iterator[tuple[str, Piece]]:
    """Return the pieces of one field; one of many blocks has a piece for each."""
    label = _join(before, capfirst(str(field.verbose_name)))
    if isinstance(field, TaggableManager):
        yield key, Piece(label, ", ".join(sorted(str(tag) for tag in getattr(obj, field.name).all())))
        return
    value = getattr(obj, field.name, None)
    if isinstance(field, StreamField):
        yield from _of_block(field.stream_block, value, key, label)
        return
    if isinstance(field, RichTextField):
        yield key, Piece(label, words_of(value or ""))
    elif field.choices:
        yield key, Piece(label, str(getattr(obj, f"get_{field.name}_display")()))
    else:
        yield key, Piece(label, _words(value))


def _of_block(block: Any, value: Any, key: str, label: str) -> Iterator[tuple[str, Piece]]:
    """Return the pieces of a block; the ids of blocks are equal in both languages."""
    if isinstance(block, blocks.BaseStreamBlock):
        for child in value or ():
            yield from _of_block(child.block, child.value, f"{key}.{child.id}", _join(label, child.block.label))
    elif isinstance(block, blocks.ListBlock):
        for number, child in enumerate(value.bound_blocks if value else ()):
            place = child.id or number
            yield from _of_block(child.block, child.value, f"{key}.{place}", f"{label} {number + 1}")
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, (value or {}).get(name), f"{key}.{name}", _join(label, child.label))
    else:
        yield key, Piece(label, _words(_chosen(block, value)))


def _chosen(block: Any, value: Any) -> Any:
    """Return the name of a choice as people read it, and any other value as it is."""
    if not isinstance(block, blocks.ChoiceBlock):
        return value
    return next((name for choice, name in block.field.choices if choice == value), value)


def _join(before: str, label: Any) -> str:
    """Return the name of a place within another."""
    return " › ".join(part for part in (before, capfirst(str(label))) if part)


def _words(value: Any) -> str:
    """Return a value as people read it; things of the same name are told apart by their number."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, RichText):
        return words_of(value.source)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, models.Model):
        return f"{value} (#{value.pk})"
    if isinstance(value, list | tuple | set):
        return ", ".join(str(part) for part in value)
    return str(value)


def words_of(html: str) -> str:
    """Return stored rich text as lines of words; a link shows where it leads, since a change of that is a change."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects the words of rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, an emphasis or a link."""
        if tag in LINES:
            self.parts.append("\n– " if tag == "li" else "\n")
        self.parts.append(SIGNS.get(tag, ""))
        if tag == "a":
            self._targets.append(_target({name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """End a line or an emphasis, or say where a link leads."""
        self.parts.append("\n" if tag in LINES else SIGNS.get(tag, ""))
        if tag == "a" and self._targets:
            self.parts.append(f" [→ {self._targets.pop()}]")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.parts.append(data)


def _target(attrs: dict[str, str]) -> str:
    """Return where a link leads: the title of a page or document with its number, or the address."""
    kind, number = attrs.get("linktype"), attrs.get("id", "")
    model: Any = {"page": Page, "document": get_document_model()}.get(kind or "")
    if model is None or not number.isdigit():
        return attrs.get("href", "")
    return f"{model.objects.filter(pk=number).values_list('title', flat=True).first() or _('deleted')} (#{number})"
