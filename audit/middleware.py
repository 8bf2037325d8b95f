"""No row in the log, no answer: whatever could not be logged is answered with 503."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from audit.services import LogUnavailable

Handler = Callable[[HttpRequest], HttpResponse]


class LogMiddleware:
    """Turn LogUnavailable into the house's page for 503, named by a setting as it stands in another room."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 when the log refused."""
        if not isinstance(exception, LogUnavailable):
            return None
        answer: HttpResponse = import_string(settings.AUDIT_UNAVAILABLE)(request)
        return answer
