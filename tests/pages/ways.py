"""Every admin route of the URL table, with its parameters filled in."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.portal.leaks import PARAMETER, clean

ADMIN = "/admin/"


def admin_routes() -> Iterator[str]:
    """Return the text of each route below /admin/."""
    for text in _walk(get_resolver(settings.ROOT_URLCONF).url_patterns, "/"):
        if text.startswith(ADMIN):
            yield text


def _walk(patterns: Iterable[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        text = prefix + clean(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, text)
        elif isinstance(pattern, URLPattern):
            yield text


def addresses(values: dict[str, list[Any]], others: list[Any]) -> list[str]:
    """Return each route with every combination of the values of its parameters; unnamed ones take `others`."""
    found = set()
    for text in admin_routes():
        names = [match[1] or match[2] for match in PARAMETER.finditer(text)]
        for chosen in product(*(values.get(name, others) for name in names)):
            filled = iter(chosen)
            found.add(PARAMETER.sub(lambda _match, filled=filled: str(next(filled)), text))
    return sorted(found)
