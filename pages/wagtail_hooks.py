"""Hooks that close the intranet in code and lead editors through their work."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from pages.middleware import ask_to_sign_in
from pages.permissions import can_view
from pages.reader import INTRANET


@hooks.register("before_serve_page", order=-100)
def ask_strangers_to_sign_in(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Refuse a page that the reader may not see, for every verb, before Wagtail answers OPTIONS itself."""
    if can_view(request.user, page):
        return None
    if getattr(request, "site_kind", "") == INTRANET and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    raise Http404
