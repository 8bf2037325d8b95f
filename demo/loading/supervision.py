"""A change of a substitute that waits for a second person."""

import uuid
from datetime import datetime

from accounts.models import Post, SupervisionChange, User
from accounts.supervision import propose


def leave_one_proposed(now: datetime) -> None:
    """Propose another substitute for Sam Berg, unless changes were proposed before."""
    if SupervisionChange.objects.exists():
        return
    boss, staff, trainer = (User.objects.get(email=f"{name}@example.org") for name in ("superuser", "staff", "trainer"))
    propose(actor=boss, account=staff, post=Post.SUBSTITUTE, other=trainer, request_key=uuid.uuid4(), now=now)
