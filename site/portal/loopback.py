"""Lead a browser that asks for 127.0.0.1 to the name of the public site; in development only."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

LOOPBACK = "127.0.0.1"


class LoopbackMiddleware:
    """The sites are told apart by their names; who types the address that the server prints still arrives."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer requests for the loopback address with 307 to the public site, all others as usual."""
        if request.META.get("HTTP_HOST", "").partition(":")[0] != LOOPBACK:
            return self.get_response(request)
        answer = HttpResponseRedirect(settings.PUBLIC_URL + request.get_full_path())
        answer.status_code = HTTPStatus.TEMPORARY_REDIRECT
        return answer
