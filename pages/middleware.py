"""Middleware: language from the address, refusal of broken input, and the gate between the two hosts."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language_from_path, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from accounts.kept import kept_at
from accounts.mfa.required import lacks_factor
from pages import reader
from pages.errors import bad_request
from pages.reader import INTRANET, PUBLIC

Handler = Callable[[HttpRequest], HttpResponse]

# Routes that strangers reach on the intranet host, by exact name or by prefix of the path (security design, section 5).
OPEN_ROUTES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_invite",
        "account_reset_by_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_inactive",
        "mfa_authenticate",
        "robots",
        "favicon",
        "health_alive",
        "health_ready",
    }
)
# All that an account sees which must have a second factor and has none (security design, acceptance 4).
ENROLMENT_ROUTES = frozenset({"mfa_set_up", "account_reauthenticate"})
OPEN_PREFIXES = (settings.STATIC_URL,)
API_PREFIXES = ("/api/", "/alarms/api/")


def language_of(request: HttpRequest) -> str:
    """Return the language of the path, else of Accept-Language, else German; never from a cookie."""
    from_path = get_language_from_path(request.path_info)
    if from_path:
        return from_path
    for code, _quality in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


class LocaleMiddleware:
    """Speak the language of the address; no redirect, no cookie and no `Vary: Cookie`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for the request."""
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class InputMiddleware:
    """Refuse null bytes in address, query and form with 400, before any view or database sees them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 for null bytes and for bytes that are no UTF-8."""
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "%00" in query or "\0" in query or "\ufffd" in request.path_info:
            return bad_request(request)
        if request.method == "POST" and any("\0" in value for values in request.POST.lists() for value in values[1]):
            return bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 400 when a form came without a field that the page editor counts on, instead of 500."""
        return bad_request(request) if isinstance(exception, MultiValueDictKeyError) else None


def route_name(request: HttpRequest, urlconf: str) -> str:
    """Return the name of the route of a request, or an empty string."""
    try:
        return resolve(request.path_info, urlconf).view_name or ""
    except Resolver404:
        return ""


class IntranetMiddleware:
    """The gate: the public host never knows a person; the intranet host asks strangers to sign in, always."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Choose the URL module by host; send strangers on the intranet host to sign-in for every path and verb."""
        host = request.get_host().rsplit(":", 1)[0]
        if host == settings.PUBLIC_HOST:
            request.site_kind = PUBLIC
            request.urlconf = settings.PUBLIC_URLCONF
            request.user = AnonymousUser()
            return self._answer(request)
        request.site_kind = INTRANET
        request.urlconf = settings.ROOT_URLCONF
        route = route_name(request, settings.ROOT_URLCONF)
        if request.path_info.startswith(OPEN_PREFIXES) or route in OPEN_ROUTES:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if lacks_factor(request.user) and route not in ENROLMENT_ROUTES:
            return ask_to_enrol(request)
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Answer with the reader known to rich text, which gets no request."""
        reader.activate(request)
        try:
            return self.get_response(request)
        finally:
            reader.activate(None)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Return 302 to the sign-in page, or 401 for programs; the address asked for, or what was sent, is kept."""
    if request.path_info.startswith(API_PREFIXES):
        return JsonResponse({"error": "sign-in required"}, status=401)
    back = quote(kept_at(request))
    return HttpResponseRedirect(f"/{translation.get_language()}/accounts/login/?next={back}")


def ask_to_enrol(request: HttpRequest) -> HttpResponse:
    """Return 302 to the set-up of the second factor, or 403 for programs; what was sent is kept."""
    if request.path_info.startswith(API_PREFIXES):
        return JsonResponse({"error": "second factor required"}, status=403)
    back = quote(kept_at(request))
    return HttpResponseRedirect(f"/{translation.get_language()}/accounts/security/mfa/?next={back}")
