"""Pages with everything that a row of a list shows; names its model by string, since models show lists themselves."""

from typing import Any

from django.apps import apps
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from wagtail.fields import StreamField


def rows(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Return pages with everything that a row of a list shows, so that a row costs no query."""
    topics: Any = apps.get_model("pages.PageTopic")
    names = topics.objects.filter(page_id=OuterRef("pk")).order_by("sort_order")
    name: Any = Subquery(names.values("topic__name_de")[:1], output_field=CharField())
    if get_language() == "en":
        english = Subquery(names.values("topic__name_en")[:1], output_field=CharField())
        name = Coalesce(NullIf(english, Value("")), name)
    return queryset.annotate(first_topic=name).select_related("teaser_image", "locale").defer(*_unseen(queryset.model))


def _unseen(model: Any) -> list[str]:
    """Return the texts of a page type that its rows do not show; `listed_streams` names those that they do."""
    shown = getattr(model, "listed_streams", ())
    return [
        field.name for field in model._meta.get_fields() if isinstance(field, StreamField) and field.name not in shown
    ]
