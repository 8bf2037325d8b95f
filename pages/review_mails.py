"""Tell the readers of a review that a text waits: core sends its mail for its own kind of step only."""

from wagtail.admin.signal_handlers import task_submission_email_notifier
from wagtail.signals import task_submitted

from pages.models import FourEyesTaskState

task_submitted.connect(task_submission_email_notifier, sender=FourEyesTaskState, dispatch_uid="pages.review_submitted")
