"""Give approvals: who has written a text, who may release it, and the ways in which it goes live."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation

from pages.models.approvals import Approval, ApprovalKind
from pages.publishing import NotApproved, digest_of


def authors_of(revision: Any, requester: int | None = None) -> set[int]:
    """Return the ids of everybody who had a part in a text since the last approved revision.

    These are the users of all revisions since then, who submitted it, and who last changed one of its strings.
    """
    newer = Revision.objects.filter(
        base_content_type_id=revision.base_content_type_id, object_id=revision.object_id, pk__lte=revision.pk
    )
    approved = newer.filter(approval__isnull=False).exclude(pk=revision.pk).order_by("-pk").values("pk").first()
    if approved:
        newer = newer.filter(pk__gt=approved["pk"])
    found = set(newer.exclude(user=None).values_list("user_id", flat=True))
    if requester:
        found.add(requester)
    return found | _authors_of_strings(revision)


def _authors_of_strings(revision: Any) -> set[int]:
    """Return who last changed a string of a translated page."""
    page = revision.content_object
    if not isinstance(page, Page) or page.locale.language_code == settings.LANGUAGE_CODE:
        return set()
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    strings = StringTranslation.objects.filter(
        locale_id=page.locale_id,
        context__object_id=page.translation_key,
        translation_of__segments__source__in=translations.values("source_id"),
    )
    return set(strings.exclude(last_translated_by=None).values_list("last_translated_by_id", flat=True))


def authors_under_review(state: Any) -> set[int]:
    """Return the authors of a text under review: those of the submission and those who changed it since."""
    frozen = getattr(state.specific, "authors", [])
    return set(frozen) | authors_of(state.revision, requester=state.workflow_state.requested_by_id)


def may_approve(user: Any, state: Any) -> bool:
    """Return whether a person has no part in the text of a review."""
    return user.pk not in authors_under_review(state)


def submit_for_review(obj: Any, user: Any) -> None:
    """Bring the latest text to review; a text that was sent back goes on in the same submission."""
    state = obj.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        obj.get_workflow().start(obj, user)


def approve_review(state: Any, user: Any, reason: str = "") -> Approval:
    """Keep that this person has read the revision of a review; raise NotApproved for an author or a stale review.

    The reason says why findings were let pass.
    """
    authors = authors_under_review(state)
    latest = state.workflow_state.content_object.latest_revision_id
    if user.pk in authors or state.revision_id != latest:
        raise NotApproved
    given = Approval.objects.filter(revision=state.revision).first()
    if given is not None:
        # Submitted again without a change: there is nothing to approve anew, and a text altered since stays refused.
        if not Approval.objects.covers(state.revision):
            raise NotApproved
        return given
    return give(state.revision, ApprovalKind.FOUR_EYES, approver=user, authors=authors, reason=reason)


def give(
    revision: Any,
    kind: ApprovalKind,
    *,
    approver: Any = None,
    authors: set[int] | None = None,
    reason: str = "",
    request_key: UUID | None = None,
) -> Approval:
    """Keep an approval of a revision as it is stored now."""
    return Approval.objects.create(
        revision=revision,
        content_type_id=revision.base_content_type_id,
        object_id=revision.object_id,
        kind=kind,
        approver=approver,
        authors=sorted(authors if authors is not None else authors_of(revision)),
        reason=reason,
        request_key=request_key,
        digest=digest_of(Revision.objects.get(pk=revision.pk).content),
    )


@transaction.atomic
def publish_as(
    revision: Any, kind: ApprovalKind, *, user: Any = None, reason: str = "", request_key: UUID | None = None
) -> Approval:
    """Approve a revision of a kind other than four eyes and publish it."""
    approval = give(revision, kind, approver=user, reason=reason, request_key=request_key)
    revision.publish(user=user, skip_permission_checks=True)
    return approval
