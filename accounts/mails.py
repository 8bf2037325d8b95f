"""Mails to the owner of an account, in the owner's language."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User


def send(user: User, name: str, context: dict[str, Any] | None = None, to: str = "") -> None:
    """Send the mail `account/email/<name>_subject.txt` and `…_message.txt`, to another address where one is given."""
    with translation.override(user.language):
        values = {"user": user, "sign_in_url": settings.INTRANET_URL + reverse("account_login"), **(context or {})}
        subject = render_to_string(f"account/email/{name}_subject.txt", values)
        message = render_to_string(f"account/email/{name}_message.txt", values)
    EmailMessage(" ".join(subject.split()), f"{message.strip()}\n", to=[to or user.email]).send()


def send_link(user: User, name: str) -> None:
    """Send a mail with a link that lets the owner choose a password once, within PASSWORD_RESET_TIMEOUT."""
    with translation.override(user.language):
        path = reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
        )
    send(user, name, {"password_reset_url": settings.INTRANET_URL + path})
