"""What the room does when somebody signs in or guesses."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.guessing import warn_owner
from accounts.limits import normalised
from accounts.middleware import SEEN, STARTED


@receiver(user_logged_in, dispatch_uid="accounts.start_session")
def start_session(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Write into a new session when it began."""
    request.session[STARTED] = request.session[SEEN] = timezone.now().timestamp()


@receiver(user_locked_out, dispatch_uid="accounts.warn_owner")
def warn(sender: Any, username: str, **kwargs: Any) -> None:
    """Mail the owner when axes closes an account to guesses."""
    warn_owner(normalised(username or ""))
