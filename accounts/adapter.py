"""How django-allauth behaves here: no sign-up, only paths of the own host, mails through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.limits import address_of

# One text for every error, so that nobody learns which addresses have an account.
WRONG = _("The address or the password is wrong. After ten tries you have to wait.")


class AccountAdapter(DefaultAccountAdapter):
    """Adapter of the house."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "incorrect_password": WRONG,
        "too_many_login_attempts": WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the user manager."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the limits count."""
        return address_of(request)

    def is_safe_url(self, url: str | None) -> bool:
        """Accept paths of the own host only."""
        return (
            bool(url) and str(url).startswith("/") and not str(url).startswith(("//", "/\\")) and "\\" not in str(url)
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the home page of the intranet in the reader's language."""
        return f"/{get_language()}/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the sign-in page."""
        return f"/{get_language()}/accounts/login/?ended=signed-out"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the absolute address of the reset form, on the intranet host."""
        return f"{settings.INTRANET_URL}/{get_language()}/accounts/password/reset/key/{key}/"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Leave fresh sign-ins to the portal's own step-up."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing beside the pages' own words."""
