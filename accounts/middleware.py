"""Sessions end after 30 idle minutes and after ten hours in all."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language

Handler = Callable[[HttpRequest], HttpResponse]
STARTED, SEEN = "started_at", "seen_at"
WRITE_EVERY = 60
# Pings of the editor tell that a tab is open, not that somebody is there.
NOT_ACTIVITY = ("/admin/editing-sessions/",)


class SessionLimitMiddleware:
    """Sign out a person whose session is idle or old; a time in the future ends it too."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the limits of a signed-in person on the intranet host, then answer."""
        if getattr(request, "site_kind", "") != "intranet" or not request.user.is_authenticated:
            return self.get_response(request)
        now = timezone.now().timestamp()
        started = float(request.session.get(STARTED, now))
        seen = float(request.session.get(SEEN, now))
        reason = self._reason(now, started, seen)
        if reason:
            logout(request)
            return HttpResponseRedirect(f"/{get_language()}/accounts/login/?ended={reason}")
        if SEEN not in request.session or (now - seen > WRITE_EVERY and not request.path_info.startswith(NOT_ACTIVITY)):
            request.session[STARTED], request.session[SEEN] = started, now
        return self.get_response(request)

    @staticmethod
    def _reason(now: float, started: float, seen: float) -> str:
        """Return why a session is over, or nothing."""
        if now - seen > settings.SESSION_IDLE.total_seconds() or seen > now + WRITE_EVERY:
            return "idle"
        if now - started > settings.SESSION_LIMIT.total_seconds() or started > now + WRITE_EVERY:
            return "limit"
        return ""
