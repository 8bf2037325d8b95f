"""Find a page by its whole path with one look-up instead of two per level."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from pages.permissions import visible_to

if TYPE_CHECKING:
    from pages.models.base import BasePage


def find_page(root: "BasePage", request: HttpRequest, path_components: list[str]) -> RouteResult:
    """Return the live page below `root` that has this path; raise Http404 when there is none."""
    url_path = f"{root.url_path}{'/'.join(path_components)}/"
    # Two columns first, the whole row of the right type second: half the work of a general page and then its specific.
    # A page that the reader may not see is not even found, so that it takes the time of a missing one (S02).
    seen = visible_to(getattr(request, "user", None), Page.objects.filter(url_path=url_path))
    found = seen.values_list("content_type_id", "pk").first()
    if found is None:
        raise Http404
    kind, key = found
    model: Any = ContentType.objects.get_for_id(kind).model_class()
    page = model.objects.select_related("access", "locale").filter(pk=key).first()
    if page is None:
        raise Http404
    return RouteResult(page)
