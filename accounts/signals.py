"""Count wrong passwords of an account."""

from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver

from accounts.limits import note, username_of
from accounts.models import AttemptKind


@receiver(user_login_failed, dispatch_uid="accounts.count_failure")
def count_failure(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """Note one wrong password for the account, whoever tried."""
    name = username_of(request, credentials)
    if name:
        note(AttemptKind.SIGN_IN, name)
