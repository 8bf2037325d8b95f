"""Error answers in both languages: no database, legal links, telephone, what was typed is carried along."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.kept import written
from accounts.waiting import waiting
from pages.slugs import BARRIER_FORM_SLUGS, FIXED_SLUGS

# By whole words of a name: a postcode is no code, an activation_code is one.
NEVER_CARRIED = frozenset({"code", "codes", "csrfmiddlewaretoken", "token", "secret"})
MOST_FIELDS, MOST_FIELDS_ADMIN = 1_000, 10_000


def _texts(status: int) -> tuple[str, str, str]:
    """Return heading, sentence and drawing of a status."""
    texts = {
        400: (_("We did not understand this request"), _("Please check the address."), "lost"),
        403: (_("This is not open to you"), _("Ask the office if you need it: 0221 4710-100."), "closed-door"),
        404: (_("This page is not here"), _("It may have moved, or the address has a typing error."), "lost"),
        413: (_("This was too large"), _("Please send less at once."), "broken"),
        429: (_("Too many tries"), _("Please wait a little and try again."), "closed-door"),
        500: (_("Something broke on our side"), _("We have been told and are working on it."), "broken"),
        503: (_("We are not reachable for a moment"), _("Please try again in a few minutes."), "broken"),
    }
    return texts[status]


def links(language: str) -> dict[str, str]:
    """Return the absolute addresses that every error page links."""
    column = 0 if language == "de" else 1
    found = {
        kind.replace("-", "_"): f"{settings.PUBLIC_URL}/{language}/{slugs[column]}/"
        for kind, slugs in FIXED_SLUGS.items()
    }
    found["barrier"] = f"{settings.PUBLIC_URL}/{language}/{BARRIER_FORM_SLUGS[column]}/"
    found["home"] = f"/{language}/"
    return found


def answer(request: HttpRequest, status: int, **extra: Any) -> HttpResponse:
    """Return the error page of a status in the language of the address."""
    language = get_language() or settings.LANGUAGE_CODE
    heading, sentence, drawing = _texts(status)
    fields = carried(request) if status != 404 else []
    context = {
        "status": status,
        "heading": heading,
        "sentence": sentence,
        "drawing": drawing,
        "language": language,
        "links": links(language),
        "request_id": getattr(request, "request_id", ""),
        "carried": fields,
        "written": written(fields),
        "files": _has_files(request) if fields else False,
        "token": get_token(request) if fields else "",
        "action": request.get_full_path(),
        **extra,
    }
    return HttpResponse(render_to_string("errors/page.html", context), status=status)


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the sent fields, so that nothing typed is lost; only if the form was ours, never passwords or codes."""
    if request.method != "POST" or not _is_ours(request):
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:
        # The form itself may be what broke, for example when it holds too many fields.
        return []
    most = MOST_FIELDS_ADMIN if request.path.startswith("/admin/") else MOST_FIELDS
    return [(name, str(value).replace("\0", "")) for name, value in fields if _may_be_carried(name)][:most]


def _may_be_carried(name: str) -> bool:
    """Return whether a field may come back: never a password, a code or a token."""
    plain = name.lower()
    return "password" not in plain and NEVER_CARRIED.isdisjoint(re.split(r"[-_\d]+", plain))


def _has_files(request: HttpRequest) -> bool:
    """Return whether files were sent: browsers do not let a page choose them again."""
    try:
        return bool(request.FILES)
    except Exception:
        # What broke may be the upload itself.
        return True


def _is_ours(request: HttpRequest) -> bool:
    """Return whether a form was sent from one of our pages; otherwise others could plant text."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc in {urlsplit(settings.PUBLIC_URL).netloc, urlsplit(settings.INTRANET_URL).netloc}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 when more was sent than is taken."""
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return answer(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return answer(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503: something that an answer needs is down for a moment."""
    response = answer(request, 503)
    response["Retry-After"] = "60"
    return response


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Answer 429: a limit is reached; what was typed can be sent again when the time is over."""
    return waiting(answer(request, 429), seconds)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when the form's token no longer fits: with the typed fields and a fresh token to send again."""
    return answer(
        request,
        403,
        heading=_("Please send the form again"),
        sentence=_("The page was open for too long, or you signed in in between. Nothing was stored yet."),
        is_resent=True,
    )
