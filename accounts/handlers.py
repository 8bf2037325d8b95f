"""What the room does when somebody signs in or guesses."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.guessing import warn_owner
from accounts.limits import normalised
from accounts.marks import SEEN, STARTED
from accounts.models import User
from accounts.sessions import note_opened


@receiver(user_logged_in, dispatch_uid="accounts.start_session")
def start_session(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Write into a new session when it began, and note it for its owner."""
    request.session[STARTED] = request.session[SEEN] = timezone.now().timestamp()
    note_opened(request, user)


@receiver(user_locked_out, dispatch_uid="accounts.warn_owner")
def warn(sender: Any, username: str, **kwargs: Any) -> None:
    """Mail the owner when axes closes an account to guesses."""
    warn_owner(normalised(username or ""))
