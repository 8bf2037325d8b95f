"""The one place that checks a password, and the guard before it."""

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.guessing import reserve
from accounts.limits import normalised
from accounts.mfa.required import with_factors
from accounts.models import User
from accounts.models.users import SignIn


class LimitBackend(AxesStandaloneBackend):
    """Guard before the password: axes refuses locked accounts, and tries that run at the same time count too."""

    def authenticate(
        self, request: HttpRequest, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> None:
        """Let a try pass, or raise PermissionDenied or TooManyTries."""
        super().authenticate(request, username=username, password=password, **kwargs)
        reserve(request, {"username": username, **kwargs})


class LocalBackend(ModelBackend):
    """Sign-in with the portal's own password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the person, or None; an unknown address costs the same time as a wrong password."""
        name = normalised(username or kwargs.get("email") or "")
        if not name or password is None:
            return None
        user = User.objects.filter(email=name).first()
        if user is None:
            make_password(password)
            return None
        right = user.check_password(password)
        return user if right and self.user_can_authenticate(user) else None

    def get_user(self, user_id: Any) -> User | None:
        """Return the person of a session, with what the gate asks of the second factor, in one query."""
        user = with_factors(User.objects.filter(pk=user_id)).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse inactive and locked accounts and those of the city's sign-in service; asked on every request."""
        return bool(user.is_active) and user.locked_at is None and user.sign_in == SignIn.LOCAL
