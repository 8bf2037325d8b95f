"""Jobs of the room."""

from django_tasks import task

from accounts import mails
from accounts.backends import LocalBackend
from accounts.models import User


@task(queue_name="mail")
def send_reset(user_id: int | None) -> None:
    """Mail the link of a reset; nobody gets nothing.

    The page hands over this job for unknown addresses, too: writing a mail takes longer than writing none, and the
    clock would tell who has an account (S12).
    """
    user = User.objects.filter(pk=user_id).first() if user_id else None
    if user is not None and LocalBackend().user_can_authenticate(user):
        mails.send_link(user, "password_reset_key")
