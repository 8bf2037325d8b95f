"""Build both trees from the page files: first every page as a shell, then texts and links, then publication."""

import uuid
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField
from wagtail_localize.models import TranslationSource

from demo.loading.files import PageFile
from demo.loading.markdown import BodyReader, ContentError
from demo.loading.registry import Registry
from demo.loading.values import field_value, is_many, kind_of, relation_ids, relative_times
from pages.approvals import publish_as
from pages.models import ApprovalKind, BasePage, PageTopic, RelatedPage
from pages.publishing import writing_live

KEY_NAMESPACE = uuid.UUID("8f0a2c7e-3d0b-4b2f-8d0e-2a9d4a1f5b11")
HOMES = ("home", "intranet")


def translation_key(key: str) -> uuid.UUID:
    """Return the translation key that both languages of a page share."""
    return uuid.uuid5(KEY_NAMESPACE, key)


class PageLoader:
    """Load page files that were not loaded before."""

    def __init__(self, files: list[PageFile], registry: Registry, today: date) -> None:
        self.registry, self.today = registry, today
        self.german = {file.key: file for file in files if file.language == "de"}
        self.files = [self._complete(file) for file in files]
        self.new: list[tuple[PageFile, BasePage]] = []

    def _complete(self, file: PageFile) -> PageFile:
        """Give an English file the type, parent and position of its German one."""
        german = self.german.get(file.key)
        if german is None:
            raise ContentError(f"{file.language}/{file.key}: no German page")
        file.type, file.parent, file.position = german.type, german.parent, german.position
        return file

    def load(self) -> None:
        """Load shells, then contents, then publish; parents before children."""
        for file in self._ordered():
            if not self.registry.knows("page", file.key, file.language):
                self._make_shell(file)
        for file, page in self.new:
            # Shells have got children since: a stale count of them must not be saved.
            self._fill(file, type(page).objects.get(pk=page.pk))
        for _file, shell in self.new:
            page = type(shell).objects.get(pk=shell.pk)
            revision = page.save_revision()
            publish_as(revision, ApprovalKind.DEMO)
            if page.locale.language_code == "de":
                TranslationSource.get_or_create_from_instance(page)

    def _ordered(self) -> list[PageFile]:
        """Return the files so that each parent stands before its children, siblings by position."""
        depth: dict[str, int] = {}

        def depth_of(key: str) -> int:
            if key not in depth:
                parent = self.german[key].parent if key in self.german else ""
                depth[key] = depth_of(parent) + 1 if parent else 0
            return depth[key]

        return sorted(self.files, key=lambda file: (file.language != "de", depth_of(file.key), file.position, file.key))

    def _make_shell(self, file: PageFile) -> None:
        """Make a page without text, or take the home page that `setup_sites` made."""
        model: Any = apps.get_model(file.type)
        locale = Locale.objects.get_for_language(file.language)
        if file.key in HOMES:
            page = model.objects.get(locale=locale)
        else:
            parent = Page.objects.get(pk=self.registry.id_of("page", file.parent, file.language)).specific
            page = model(
                title=file.fields["title"],
                slug=file.slug,
                locale=locale,
                live=False,
                translation_key=translation_key(file.key),
            )
            self._set_needed(page, {**self.german[file.key].fields, **file.fields})
            parent.add_child(instance=page)
        self.registry.remember("page", file.key, page, file.language)
        self.new.append((file, page))

    def _set_needed(self, page: BasePage, given: dict[str, Any]) -> None:
        """Set what the database needs from the first moment: choices and links that may not be empty."""
        for field in page._meta.fields:
            if field.name not in given or field.name in {"locale", "translation_key"}:
                continue
            if isinstance(field, models.ForeignKey) and not field.null:
                setattr(page, field.attname, self.registry.resolve(kind_of(field.related_model), given[field.name]))
            elif not field.is_relation and field.choices:
                setattr(page, field.name, given[field.name])

    def _fill(self, file: PageFile, page: BasePage) -> None:
        """Set every field of a page from its file; shared ones come from the German file."""
        fields = dict(file.fields)
        if file.language != "de":
            shared = {
                rule.field_name for rule in page.override_translatable_fields if isinstance(rule, SynchronizedField)
            }
            shared |= {"topics", "related"}
            fields = {name: value for name, value in fields.items() if name not in shared}
            german = self.german[file.key].fields
            fields.update(
                {name: value for name, value in german.items() if name in shared or name.startswith("start_in")}
            )
            fields.update({name: german[name] for name in ("start_time", "end_time", "days") if name in german})
        fields = {name: value for name, value in fields.items()}
        relative_times(fields, self.today)
        page.title = fields.pop("title")
        body: Any = BodyReader(f"{file.language}/{file.key}", self.registry.resolve).read(file.body)
        page.body = body
        for name, value in fields.items():
            self._set(page, name, value, f"{file.language}/{file.key}/{name}")
        with writing_live():
            # The home pages are live frames already; what is written on them is approved with the rest.
            page.save()

    def _set(self, page: BasePage, name: str, value: Any, path: str) -> None:
        """Set one field by what the model says it is."""
        if name == "topics":
            page.page_topics = [
                PageTopic(topic_id=self.registry.resolve("topic", key), sort_order=i) for i, key in enumerate(value)
            ]
            return
        if name == "related":
            page.related_pages = [
                RelatedPage(target_id=self.registry.resolve("page", key), sort_order=i) for i, key in enumerate(value)
            ]
            return
        if name == "tags":
            page.tags.add(*value)
            return
        try:
            field: Any = page._meta.get_field(name)
        except FieldDoesNotExist:
            raise ContentError(f"{path}: {page._meta.label} has no such field") from None
        if isinstance(field, models.ManyToOneRel):
            self._set_rows(page, name, field, value, path)
        elif is_many(field):
            setattr(
                page, name, field.related_model.objects.filter(pk__in=relation_ids(field, value, self.registry.resolve))
            )
        elif isinstance(field, models.ForeignKey):
            setattr(page, field.attname, self.registry.resolve(kind_of(field.related_model), value) if value else None)
        else:
            setattr(page, name, field_value(field, value, self.registry.resolve, path))

    def _set_rows(self, page: BasePage, name: str, relation: Any, rows: list[Any], path: str) -> None:
        """Set child rows; a plain value fills the first link of the row."""
        model = relation.related_model
        made = []
        for order, row in enumerate(rows):
            instance = model(sort_order=order)
            given = row if isinstance(row, dict) else {first_link(model): row}
            for key, value in given.items():
                self._set_row_field(instance, model._meta.get_field(key), value, f"{path}/{order}")
            made.append(instance)
        setattr(page, name, made)

    def _set_row_field(self, instance: Any, field: Any, value: Any, path: str) -> None:
        """Set one field of a child row."""
        if isinstance(field, models.ForeignKey):
            setattr(instance, field.attname, self.registry.resolve(kind_of(field.related_model), value))
        else:
            setattr(instance, field.name, field_value(field, value, self.registry.resolve, path))


def first_link(model: type[models.Model]) -> str:
    """Return the name of the first foreign key of a child row that is not its page."""
    for field in model._meta.fields:
        if isinstance(field, models.ForeignKey) and not isinstance(field, ParentalKey) and field.name != "locale":
            return field.name
    return next(field.name for field in model._meta.fields if field.name not in {"id", "sort_order"})
