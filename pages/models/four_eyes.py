"""The step of a workflow in which a second person reads."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from pages.approvals import approve_review, authors_of, may_approve
from pages.gate.findings import blocking, final
from pages.gate.forms import ApprovalForm
from pages.gate.rule import findings_under_review, pass_approval, pass_submission
from pages.publishing import NotApproved


class FourEyesTaskState(TaskState):
    """One review; remembers who had written the text when it was submitted (settled question E11)."""

    authors = models.JSONField(default=list, editable=False)


class FourEyesTask(AbstractGroupApprovalTask):
    """A review by somebody of the groups who has written no part of the text."""

    task_state_class = FourEyesTaskState
    _wants_reason = False

    class Meta:
        verbose_name = _("four eyes")
        verbose_name_plural = _("four eyes")

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Start the review of the latest revision and remember its authors; raise Blocked when the gate is shut."""
        revision = workflow_state.content_object.get_latest_revision()
        pass_submission(revision, is_reader=user is not None and self._user_in_groups(user))
        state = super().start(workflow_state, user=user)
        state.authors = sorted(authors_of(state.revision, requester=workflow_state.requested_by_id))
        state.save(update_fields=["authors"])
        return state

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Return whether the person reads for this step; superusers have no shortcut."""
        return bool(self._user_in_groups(user))

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Return whether a page in review is locked for this person."""
        return not self._user_in_groups(user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what this person may decide: nothing on an own text, and no approval of a text that was changed."""
        state = obj.current_workflow_task_state
        if not user.is_active or not self._user_in_groups(user) or state is None:
            return []
        if state.revision_id != obj.latest_revision_id:
            return [("restart", _("Restart the review with the latest text"), False)]
        if not may_approve(user, state):
            return []
        found = findings_under_review(obj, state)
        self._wants_reason = bool(blocking(found)) and not final(found)
        approve = _("Approve all the same, with a reason") if self._wants_reason else _("Approve and publish")
        return [("reject", _("Request changes"), True), ("approve", approve, self._wants_reason)]

    def get_form_for_action(self, action: str) -> Any:
        """Return what makes the form of an action: an approval asks for a reason when findings are let pass."""
        return self._approval_form if action == "approve" else super().get_form_for_action(action)

    def _approval_form(self, *args: Any, **kwargs: Any) -> ApprovalForm:
        """Return the form of an approval as `get_actions` has found the text."""
        return ApprovalForm(*args, wants_reason=self._wants_reason, **kwargs)

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Carry out a decision; raise NotApproved when it is no longer this person's to take."""
        allowed = {name for name, _label, _form in self.get_actions(task_state.workflow_state.content_object, user)}
        if action_name not in allowed or task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise NotApproved
        if action_name == "restart":
            task_state.cancel(user=user, resume=True)
            return
        reason = str(kwargs.pop("reason", ""))
        if action_name == "approve":
            reason = pass_approval(task_state.revision, reason)
            approve_review(task_state, user, reason)
            kwargs = {"comment": reason, **kwargs}
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """Return the open reviews of this step for somebody who reads for it."""
        if user.is_active and self._user_in_groups(user):
            return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).exclude(
                workflow_state__requested_by=user
            )
        return TaskState.objects.none()

    @classmethod
    def get_description(cls) -> str:
        """Return what editors read when they choose a kind of step."""
        return str(_("Somebody of the chosen groups who has not written the text reads and releases it"))
