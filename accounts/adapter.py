"""How django-allauth behaves here: no sign-up, limits around each password, only paths of the own host."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.guessing import TooManyTries, locked_until, trying
from accounts.limits import address_of, username_of
from accounts.services import choose_password


class AccountAdapter(DefaultAccountAdapter):
    """Adapter of the house."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The address and the password do not fit together. After ten tries you have to wait."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are made by those who manage them."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer people only; programs get the same pages."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Check a password within the limits; raise TooManyTries when they are spent."""
        with trying() as attempt:
            user = super().authenticate(request, **credentials)
            attempt.is_wrong = user is None and attempt.failure is not None
        if user is None and getattr(request, "axes_locked_out", False):
            raise TooManyTries(locked_until(username_of(request, credentials), address_of(request)))
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the limits count."""
        return address_of(request)

    def is_safe_url(self, url: str | None) -> bool:
        """Accept paths of the own host only."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the home page of the intranet in the reader's language."""
        return f"/{get_language()}/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the sign-in page, which says that it worked."""
        return f"{reverse('account_login')}?ended=signed-out"

    def set_password(self, user: Any, password: str) -> None:
        """Store a password chosen through a mailed link: sessions end, the counters are emptied, the owner is told."""
        choose_password(user, password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Leave fresh sign-ins to the portal's own rules (settled.md E6)."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing beside the pages' own words."""
