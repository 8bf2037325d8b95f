"""What a person may decide on a text under review, and the words in which a decision is refused."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from pages.approvals import authors_under_review
from pages.models import FourEyesTaskState
from pages.publishing import digest_of

LONGEST_COMMENT = 1_000
# The state in which a review stays after a decision.
DECIDED = {
    "approve": TaskState.STATUS_APPROVED,
    "reject": TaskState.STATUS_REJECTED,
    "restart": TaskState.STATUS_CANCELLED,
}


class CommentForm(forms.Form):
    """Asks what has to be changed."""

    comment = forms.CharField(
        label=gettext_lazy("What has to be changed?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_COMMENT,
        help_text=gettext_lazy("The authors read it. At most 1,000 signs."),
    )


@dataclass(frozen=True)
class Choice:
    """One decision that is open to a person."""

    action: str
    label: str
    form: forms.Form | None

    @property
    def is_serious(self) -> bool:
        """Whether it makes the text public."""
        return self.action == "approve"


def subject_of(state: Any) -> Any:
    """Return the page or snippet of a review with all its fields, or None when it is gone."""
    found = state.workflow_state.content_object
    return getattr(found, "specific", found)


def is_reader(user: Any, state: Any) -> bool:
    """Return whether a person reads for the step of a review; superusers have no shortcut."""
    return bool(user.is_active and state.task.specific.user_can_access_editor(subject_of(state), user))


def may_see(user: Any, state: Any) -> bool:
    """Return whether a person may see what is under review: who reads, who wrote, who may edit it."""
    if is_reader(user, state) or user.pk in authors_under_review(state):
        return True
    subject = subject_of(state)
    asked = getattr(subject, "permissions_for_user", None)
    if asked is not None:
        return bool(asked(user).can_edit())
    return bool(user.has_perm(f"{subject._meta.app_label}.change_{subject._meta.model_name}"))


def choices_for(user: Any, state: Any, data: QueryDict | None = None) -> list[Choice]:
    """Return what a person may decide now; the chosen one carries what was typed."""
    if state.status != TaskState.STATUS_IN_PROGRESS:
        return []
    task, found = state.task.specific, []
    for action, label, asks in task.get_actions(subject_of(state), user):
        form = None
        if action == "reject" or asks:
            kind = CommentForm if action == "reject" else task.get_form_for_action(action)
            form = kind(data if data is not None and data.get("action") == action else None, prefix=action)
        found.append(Choice(action, str(label), form))
    return found


def is_stale(state: Any) -> bool:
    """Return whether the text was changed after it was submitted."""
    return bool(state.revision_id != state.workflow_state.content_object.latest_revision_id)


def stamp_of(state: Any) -> str:
    """Return the mark of the text that the screen shows; it is sent back with the decision."""
    return digest_of(state.revision.content)


def is_repeat(user: Any, state: Any, data: QueryDict) -> bool:
    """Return whether this person has taken just this decision on just this text already: a form that was sent twice."""
    is_same = DECIDED.get(data.get("action", "")) == state.status and state.finished_by_id == user.pk
    return is_same and data.get("stamp") == stamp_of(state)


def successor_of(state: Any) -> Any:
    """Return the open review of the same submission that has taken the place of this one, or None."""
    later = FourEyesTaskState.objects.filter(
        workflow_state=state.workflow_state_id, status=TaskState.STATUS_IN_PROGRESS, pk__gt=state.pk
    )
    return later.order_by("-pk").first()


def why_not(user: Any, state: Any) -> str:
    """Return why a person has nothing to decide; empty when there is something."""
    if state.status != TaskState.STATUS_IN_PROGRESS:
        return _decided(state)
    if not is_reader(user, state):
        return _("Somebody of the group that reads for reviews decides on this text.")
    if user.pk in authors_under_review(state):
        return _("You have written a part of this text or submitted it. Somebody else has to read and approve it.")
    if is_stale(state):
        return _("The text was changed after it was submitted. Restart the review to read the latest version.")
    return ""


def _decided(state: Any) -> str:
    """Say who has decided what, and when."""
    words = {
        TaskState.STATUS_APPROVED: _("%(name)s approved this text on %(date)s."),
        TaskState.STATUS_REJECTED: _("%(name)s asked for changes on %(date)s."),
        TaskState.STATUS_CANCELLED: _("%(name)s ended this review on %(date)s."),
    }
    who = state.finished_by.get_full_name() if state.finished_by else _("Somebody")
    when = date_format(localtime(state.finished_at), "SHORT_DATETIME_FORMAT") if state.finished_at else "–"
    return str(words.get(state.status, _("This review is over."))) % {"name": who, "date": when}


def authors_of_review(state: Any) -> list[str]:
    """Return the names of those who may not approve, in alphabetical order."""
    people = get_user_model().objects.filter(pk__in=authors_under_review(state))
    return sorted(person.get_full_name() or str(_("an account without name")) for person in people)
