"""Sessions end after 30 idle minutes and after ten hours in all."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.kept import ensure_cookie
from accounts.marks import SEEN, TOLERANCE, over
from accounts.permissions import staff

Handler = Callable[[HttpRequest], HttpResponse]


class SessionLimitMiddleware:
    """End sessions that are idle, old or no longer valid; stands before the gate, which then meets a stranger.

    Sessions exist on the intranet host only: on the public host nothing is read, so nothing varies by cookie.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End what is over, answer, and tell the sign-in page why."""
        host = request.get_host().rsplit(":", 1)[0]
        if host == settings.PUBLIC_HOST or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        reason = self._end_what_is_over(request)
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        # Forms stand on pages, not in files; and not after signing out, which has just deleted it.
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and was_signed_in and request.user.is_authenticated:
            ensure_cookie(request, response, staff(request))
        if reason and response.status_code == 302:
            self._give_reason(response, reason)
        return response

    def _end_what_is_over(self, request: HttpRequest) -> str:
        """Return why the session has ended, or an empty string while it lasts."""
        session = request.session
        if SESSION_KEY not in session:
            # The row is gone: signed out elsewhere, erased, or invented.
            return "" if session.session_key else "over"
        now = timezone.now().timestamp()
        reason = over(session, now)
        if not reason and not request.user.is_authenticated:
            # Locked, left, or the password was changed.
            reason = "over"
        if reason:
            logout(request)
        elif now - float(session[SEEN]) > TOLERANCE and not request.path_info.startswith(settings.SESSION_SILENT_PATHS):
            session[SEEN] = now
        return reason

    @staticmethod
    def _give_reason(response: HttpResponse, reason: str) -> None:
        """Add the reason to the address of the sign-in page."""
        address = response["Location"]
        parts = urlsplit(address)
        if parts.path == reverse("account_login"):
            response["Location"] = f"{address}{'&' if parts.query else '?'}ended={reason}"
