"""Tell the readers of a review that a text waits: core sends its mail for its own kind of step only."""

from typing import Any

from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.signals import task_submitted

from pages.models import FourEyesTaskState


class ReviewMail(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Leads to the screen on which the text is read and decided."""

    def get_context(self, task_state: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the review."""
        return {**super().get_context(task_state, **kwargs), "task_state": task_state}


review_mail = ReviewMail()
task_submitted.connect(review_mail, sender=FourEyesTaskState, dispatch_uid="pages.review_submitted")
