"""The letter with a code: shown once, in the language of its reader, to be printed and handed over."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from accounts.activation import VALID_FOR
from accounts.models import Purpose, User

# Where a code is typed in, by what it is for; the second factor asks for it when it is set up.
PAGES = {Purpose.INVITE: "account_invite", Purpose.RESET: "account_reset_by_code", Purpose.MFA: "account_login"}


def letter(request: HttpRequest, user: User, purpose: str, code: str) -> HttpResponse:
    """Return the page with the code; it is stored nowhere and cannot be shown again."""
    with translation.override(user.language):
        context = {
            "person": user,
            "purpose": Purpose(purpose),
            "code": code,
            "address": settings.INTRANET_URL + reverse(PAGES[Purpose(purpose)]),
            "until": timezone.now() + VALID_FOR,
            "back": reverse("wagtailusers_users:access", args=[user.pk]),
        }
        response = render(request, "people/letter.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
