"""Headers that every answer carries, and the nonce of the admin's known inline scripts."""

import json
import re
from collections.abc import Callable
from typing import Any

from csp.constants import NONCE, SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "browsing-topics",
    )
)
# The digest of nothing: an empty style element, which the translation editor fills by script, and no other.
EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
ADMIN_POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, EMPTY_STYLE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}


class HeadersMiddleware:
    """Outermost middleware: security headers on every route and status, caching rules by host (security design, 8)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that the answer does not carry yet."""
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS_POLICY
        intranet = request.META.get("HTTP_HOST", "").rsplit(":", 1)[0] == settings.INTRANET_HOST
        if intranet:
            headers["X-Robots-Tag"] = "noindex"
        if not request.path_info.startswith(settings.STATIC_URL):
            if intranet and "Cache-Control" not in headers or intranet and response.status_code >= 300:
                headers["Cache-Control"] = "private, no-store"
            headers.setdefault("Cache-Control", "no-cache")
        return response


# Inline scripts that Wagtail's admin writes: one constructor call whose arguments are JSON, nothing before or after.
KNOWN_CALL = re.compile(r"^\s*(?:new )?(?P<name>[A-Za-z.]+)\((?P<args>.*)\);?\s*$", re.DOTALL)
KNOWN_NAMES = frozenset(
    {
        "DocumentChooser",
        "ImageChooser",
        "PageChooser",
        "SnippetChooser",
        "TaskChooser",
        "initDateChooser",
        "initTimeChooser",
        "initDateTimeChooser",
    }
)
# Panels of related rows: the same call in a function of its own, its argument a JSON text in a string.
PANEL_CALL = re.compile(
    r"^\s*\(function\(\) \{\s*var panel = new (?:InlinePanel|MultipleChooserPanel)"
    r"\(JSON\.parse\((?P<text>\"[^\"]*\")\)\);\s*\}\)\(\);\s*$"
)
# The translation editor names the addresses of three choosers; only paths of the admin pass.
ADDRESSES = re.compile(
    r"^\s*if \(typeof window\.chooserUrls === \"undefined\"\) \{\s*window\.chooserUrls = \{\s*"
    r"(?:(?:image|document|page)Chooser: \"/admin/[a-z/-]+\",\s*){3}\}\s*\}\s*$"
)
INLINE_SCRIPT = re.compile(rb"<script>(?P<body>.*?)</script>", re.DOTALL)


def is_known_call(body: str) -> bool:
    """Return whether a script is one known constructor call with JSON arguments (security design, section 8)."""
    panel, match = PANEL_CALL.match(body), KNOWN_CALL.match(body)
    if ADDRESSES.match(body):
        return True
    try:
        if panel:
            json.loads(json.loads(panel["text"]))
            return True
        if not match or match["name"] not in KNOWN_NAMES:
            return False
        json.loads(f"[{match['args']}]")
    except ValueError:
        return False
    return True


class NonceMiddleware:
    """Give the admin its own policy and its known inline scripts a nonce."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """Replace parts of the policy under /admin/ and mark known scripts."""
        response: Any = self.get_response(request)
        if not request.path_info.startswith("/admin/"):
            return response
        response._csp_replace = {**ADMIN_POLICY, "require-trusted-types-for": None, "trusted-types": None}
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            self._mark(request, response)
        return response

    @staticmethod
    def _mark(request: Any, response: HttpResponse) -> None:
        """Write the nonce into each known inline script."""

        def mark(match: re.Match[bytes]) -> bytes:
            if not is_known_call(match["body"].decode("utf-8", "replace")):
                return match[0]
            return match[0].replace(b"<script>", f'<script nonce="{request.csp_nonce}">'.encode(), 1)

        content = INLINE_SCRIPT.sub(mark, response.content)
        if content != response.content:
            response.content = content
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(content))
