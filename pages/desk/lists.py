"""The lists of the desk: own texts, reviews, dates and what is broken (editing design, section 12)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.permission_policies.pages import PagePermissionPolicy

from pages.gate.findings import restored
from pages.models import FourEyesTaskState, PageFindings

WORK = ("add", "change", "publish")


@dataclass(frozen=True)
class Item:
    """One thing to do."""

    title: str
    url: str
    note: str = ""
    since: datetime | None = None
    language: str = ""


@dataclass(frozen=True)
class Found:
    """What a list holds for a person: `rows` can be counted and cut, `make` turns the rows of one page into items."""

    rows: Any
    make: Callable[[Sequence[Any]], list[Item]]

    def count(self) -> int:
        """Return how many there are."""
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)


@dataclass(frozen=True)
class DeskList:
    """One list; `link` says what a person does there."""

    key: str
    heading: Any
    find: Callable[[Any], Found]
    order: int = 100


_lists: dict[str, DeskList] = {}


def register(entry: DeskList) -> None:
    """Put a list on the desk; rooms add their own."""
    _lists[entry.key] = entry


def all_lists() -> list[DeskList]:
    """Return every list in the order of the desk."""
    return sorted(_lists.values(), key=lambda entry: entry.order)


def list_of(key: str) -> DeskList | None:
    """Return one list, or None."""
    return _lists.get(key)


def pages_of(user: Any) -> Any:
    """Return the pages on which a person works."""
    return PagePermissionPolicy().instances_user_has_any_permission_for(user, WORK)


def page_items(pages: Sequence[Any], note: Callable[[Any], str], since: str) -> list[Item]:
    """Return pages as items."""
    return [
        Item(
            page.draft_title or page.title,
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            note(page),
            getattr(page, since),
            page.locale.language_code,
        )
        for page in pages
    ]


def _reviews_of_page(*statuses: str) -> Any:
    """Return the reviews of the page of an outer query."""
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
        status__in=statuses,
    )


def drafts(user: Any) -> Found:
    """Return the texts that a person wrote last and that are neither live nor in review."""
    mine = Q(latest_revision__user=user) | Q(latest_revision=None, owner=user)
    newest = _reviews_of_page(*[value for value, _label in WorkflowState.STATUS_CHOICES]).order_by("-pk")
    found = Page.objects.filter(mine, Q(has_unpublished_changes=True) | Q(live=False), depth__gt=1)
    found = found.exclude(Exists(_reviews_of_page(WorkflowState.STATUS_IN_PROGRESS)))
    found = found.exclude(Exists(_planned())).annotate(review=Subquery(newest.values("status")[:1]))
    found = found.select_related("locale").order_by("-latest_revision_created_at", "-pk")
    words = {WorkflowState.STATUS_NEEDS_CHANGES: _("changes requested")}
    return Found(found, lambda rows: page_items(rows, lambda page: str(words.get(page.review, "")), _SAVED))


_SAVED = "latest_revision_created_at"


def _planned() -> Any:
    """Return the approved revisions of the page of an outer query that wait for their date."""
    return Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    ).order_by("approved_go_live_at")


def to_approve(user: Any) -> Found:
    """Return the reviews that a person may decide: of the own groups, without a text the person had a part in."""
    states = FourEyesTaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__groupapprovaltask=None, task__foureyestask__groups__user=user
    ).exclude(workflow_state__requested_by=user)
    mine = [pk for pk, authors in states.values_list("pk", "authors") if user.pk not in authors]
    found = TaskState.objects.filter(pk__in=mine).select_related("revision", "workflow_state__requested_by")
    return Found(found.order_by("started_at", "pk"), lambda rows: [_of_review(row, row.started_at) for row in rows])


def submitted(user: Any) -> Found:
    """Return the own texts that others are reading."""
    found = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, workflow_state__requested_by=user)
    found = found.filter(workflow_state__status=WorkflowState.STATUS_IN_PROGRESS)
    found = found.select_related("revision", "workflow_state__requested_by").order_by("started_at", "pk")
    return Found(found, lambda rows: [_of_review(row, row.started_at, asker=False) for row in rows])


def _of_review(state: Any, since: datetime, *, asker: bool = True) -> Item:
    """Return a review as an item; it leads to the screen on which it is read, and the revision knows its title."""
    revision, asked_by = state.revision, state.workflow_state.requested_by
    url = reverse("approval", args=[state.pk])
    return Item(revision.object_str, url, asked_by.get_full_name() if asker and asked_by else "", since)


def scheduled(user: Any) -> Found:
    """Return the pages that go live at a date."""
    found = pages_of(user).filter(Exists(_planned()))
    found = found.annotate(goes_live=Subquery(_planned().values("approved_go_live_at")[:1]))
    found = found.select_related("locale").order_by("goes_live", "pk")
    return Found(found, lambda rows: page_items(rows, lambda page: "", "goes_live"))


def broken(user: Any) -> Found:
    """Return the live pages on which something must be mended, and those whose scheduled version was refused."""
    found = PageFindings.objects.filter(Q(blocking__gt=0) | Q(refused_at__isnull=False), page__in=pages_of(user))
    return Found(found.select_related("page__locale").order_by("-blocking", "page__path"), _of_findings)


def _of_findings(rows: Sequence[PageFindings]) -> list[Item]:
    """Return findings as items, each with its first message."""
    items = []
    for row in rows:
        messages = [finding.message for finding in restored(row.rows) if finding.blocks]
        if row.refused_at:
            messages.insert(0, str(_("The scheduled version was changed after its approval and did not go live.")))
        more = f" (+{len(messages) - 1})" if len(messages) > 1 else ""
        url = f"{reverse('wagtailadmin_pages:edit', args=[row.page_id])}?findings=1#findings"
        title, language = row.page.title, row.page.locale.language_code
        items.append(Item(title, url, f"{messages[0]}{more}" if messages else "", row.refused_at, language))
    return items


def without_owner(user: Any) -> Found:
    """Return the live pages for which no department answers."""
    found = pages_of(user).filter(live=True, depth__gt=1, owner_row__department=None).select_related("locale")
    return Found(found.order_by("path"), lambda rows: page_items(rows, lambda page: "", "last_published_at"))
