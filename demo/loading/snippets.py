"""Make topics, districts, departments, contact points, organisations, questions and toolkit files."""

from typing import Any

from django.db.models import Model

from accounts.models import Department
from committees.models import Organisation
from demo.loading.documents import make_file
from demo.loading.markdown import inline_html
from demo.loading.registry import Registry, Row
from pages.approvals import publish_as
from pages.media_forms import digest_of
from pages.models import ApprovalKind, ContactPoint, District, Document, FAQCategory, FAQEntry, Topic
from zemag_pages.models import PublishedThreshold

Data = dict[str, list[Row]]


def load_snippets(data: Data, registry: Registry) -> None:
    """Make every shared word that was not loaded before."""
    _load(registry, "topic", data.get("topics.topic", []), Topic, parents="parent")
    _load(registry, "district", data.get("districts.district", []), District)
    _load(registry, "department", data.get("departments.department", []), Department, parents="parent")
    _load(registry, "contact", data.get("contacts.contact", []), ContactPoint, department="department")
    _load(registry, "organisation", data.get("organisations.organisation", []), Organisation)
    _load(registry, "faq_category", data.get("faq.category", []), FAQCategory)
    _load(registry, "level", data.get("levels.level", []), PublishedThreshold)
    for row in data.get("documents.document", []):
        _load_document(registry, row)


def load_questions(data: Data, registry: Registry) -> None:
    """Make the questions; their answers may link pages, so the pages come first."""
    for position, row in enumerate(data.get("faq.entry", []), 1):
        if registry.knows("faq_entry", row["key"]):
            continue
        entry = FAQEntry.objects.create(
            category_id=registry.resolve("faq_category", row["category"]),
            question_de=row["question_de"],
            question_en=row.get("question_en", ""),
            answer_de=inline_html(row["answer_de"], registry.resolve),
            answer_en=inline_html(row["answer_en"], registry.resolve) if row.get("answer_en") else "",
            site=row.get("site", "public"),
            position=row.get("order", position),
            live=False,
        )
        publish_as(entry.save_revision(), ApprovalKind.DEMO)
        registry.remember("faq_entry", row["key"], entry)


def _load(registry: Registry, kind: str, rows: list[Row], model: type[Model], **links: str) -> None:
    """Make the rows of one model; `links` names fields that hold the key of another item."""
    known = {field.name for field in model._meta.get_fields()}
    for row in rows:
        if registry.knows(kind, row["key"]):
            continue
        values: dict[str, Any] = {}
        for name, value in row.items():
            target = "position" if name == "order" else name
            if target in links.values() and value:
                values[f"{target}_id"] = registry.resolve(kind if target == "parent" else target, value)
            elif target in known and target not in links.values():
                values[target] = value
        registry.remember(kind, row["key"], model._default_manager.create(**values))


def _load_document(registry: Registry, row: Row) -> None:
    """Make one toolkit file."""
    if registry.knows("document", row["key"]):
        return
    document = Document(title=row["title"], language=row.get("language", "de"), file=make_file(row))
    document.accessible = "yes" if row.get("kind") != "social" else "unknown"
    document.sha256 = digest_of(document.file)
    document.save()
    registry.remember("document", row["key"], document)
