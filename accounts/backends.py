"""The one place that checks a password."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.limits import is_spent, normalised
from accounts.models import User
from accounts.models.users import SignIn

HASHES_AT_ONCE, QUEUE_SECONDS = 2, 3
_slots = threading.BoundedSemaphore(HASHES_AT_ONCE)


class TooBusy(Exception):
    """Too many passwords are being checked at this moment."""


@contextmanager
def _slot() -> Iterator[None]:
    """Let two hashes run at once in a process; wait three seconds, then raise TooBusy."""
    if not _slots.acquire(timeout=QUEUE_SECONDS):
        raise TooBusy
    try:
        yield
    finally:
        _slots.release()


class LocalBackend(ModelBackend):
    """Sign-in with the portal's own password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the person, or None; an unknown address costs the same time as a wrong password."""
        name = normalised(username or kwargs.get("email") or "")
        if not name or password is None:
            return None
        if is_spent(name):
            raise PermissionDenied
        user = User.objects.filter(email=name).first()
        with _slot():
            if user is None:
                User().set_password(password)
                return None
            right = user.check_password(password)
        return user if right and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse locked accounts and those of the city's sign-in service; asked on every request."""
        return bool(user.is_active) and user.locked_at is None and user.sign_in == SignIn.LOCAL
