"""Find a page by its whole path with one look-up instead of two per level."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.url_routing import RouteResult

if TYPE_CHECKING:
    from pages.models.base import BasePage


def find_page(root: "BasePage", request: HttpRequest, path_components: list[str]) -> RouteResult:
    """Return the live page below `root` that has this path; raise Http404 when there is none."""
    url_path = f"{root.url_path}{'/'.join(path_components)}/"
    found = Page.objects.filter(url_path=url_path, live=True).select_related("access", "locale").first()
    if found is None:
        raise Http404
    page = found.specific
    page._state.fields_cache["locale"] = found.locale
    if hasattr(found, "access"):
        page.access = found.access
    return RouteResult(page)
