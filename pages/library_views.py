"""The media library: Wagtail's lists of pictures and documents with marks, uses, rights and filters."""

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn
from wagtail.documents.views import documents
from wagtail.images.views import images

from pages.library import OF_DOCUMENTS, OF_PICTURES, SERIOUS, marks_of, narrowed

# On phones each file is a card; the heads of the columns stay, since they sort and choose.
CARDS = "listing zks-cards zks-cards--list"


class MarksColumn(BaseColumn):
    """What is said of a file, and its rights."""

    cell_template_name = "pages/marks_cell.html"


def _filter(marks: list[Any]) -> Any:
    """Return the filter by marks."""
    return django_filters.MultipleChoiceFilter(
        label=_("Marks"),
        choices=[(mark.value, mark.label) for mark in marks],
        widget=forms.CheckboxSelectMultiple,
        method="by_marks",
    )


class PictureFilters(images.ImagesFilterSet):
    """Filters of pictures."""

    mark = _filter(OF_PICTURES)

    def by_marks(self, queryset: Any, name: str, value: list[str]) -> Any:
        """Return the pictures that carry all chosen marks."""
        return narrowed(queryset, value, timezone.localdate())


class DocumentFilters(documents.DocumentsFilterSet):
    """Filters of documents."""

    mark = _filter(OF_DOCUMENTS)

    def by_marks(self, queryset: Any, name: str, value: list[str]) -> Any:
        """Return the documents that carry all chosen marks."""
        return narrowed(queryset, value, timezone.localdate())


class Marked:
    """Adds to each file of a page of the list what is said of it."""

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Count the uses as Wagtail does, then add the marks."""
        parent: Any = super()
        files = parent.decorate_paginated_queryset(object_list)
        today = timezone.localdate()
        for file in files:
            file.marks = [(mark, mark in SERIOUS) for mark in marks_of(file, today, uses=file.usage_count)]
        return files


class PictureLibrary(Marked, images.IndexView):
    """The pictures."""

    table_classname = CARDS
    filterset_class = PictureFilters
    results_template_name = "pages/pictures_results.html"

    @cached_property
    def columns(self) -> list[Any]:
        """Put the marks behind the title of the list; the grid has them below each picture."""
        stock = list(super().columns)
        return [*stock[:3], MarksColumn("marks", label=_("Marks and rights")), *stock[3:]] if stock else []


class DocumentLibrary(Marked, documents.IndexView):
    """The documents."""

    table_classname = CARDS
    filterset_class = DocumentFilters

    @cached_property
    def columns(self) -> list[Any]:
        """Put the marks behind the title."""
        stock = list(super().columns)
        return [*stock[:2], MarksColumn("marks", label=_("Marks and rights")), *stock[2:]]
