"""Small addresses of a site: its root, robots, favicon, sitemap and shadows of stock doors."""

from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.middleware import language_of
from pages.reader import INTRANET
from pages.sitemap import entries


@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """Lead the bare address to the language that the browser asks for; no cookie."""
    response = HttpResponseRedirect(f"/{language_of(request)}/")
    response["Vary"] = "Accept-Language"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what to read: nothing of the intranet, no search results of the public site."""
    if getattr(request, "site_kind", "") == INTRANET:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = [
            "User-agent: *",
            "Disallow: /de/suche/",
            "Disallow: /en/search/",
            f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
        ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead old browsers to the icon among the static files."""
    return HttpResponseRedirect(staticfiles_storage.url("brand/favicon.ico"))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every live public page of both languages with its alternates; nothing on the intranet host."""
    if getattr(request, "site_kind", "") == INTRANET:
        raise Http404
    return render(request, "pages/sitemap.xml", {"entries": entries(request)}, content_type="application/xml")


def not_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Answer that nothing is here, where a stock route would be."""
    raise Http404


def refused(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Refuse a stock screen that has no place here."""
    raise PermissionDenied


def to_sign_in(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Lead a stock door to the one sign-in page; nothing is checked."""
    return HttpResponseRedirect(f"/{language_of(request)}/accounts/login/")
