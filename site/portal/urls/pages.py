"""The route of Wagtail's pages; its other stock doors are not mounted."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, re_path
from wagtail.urls import serve_pattern


def page_route(view: Callable[..., Any]) -> URLPattern:
    """Return the catch-all route that serves pages."""
    return re_path(serve_pattern, view, name="wagtail_serve")
