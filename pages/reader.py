"""Who reads a page: the person, the site and the language."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from asgiref.local import Local
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale

from accounts.mfa.required import is_held_back
from pages.permissions import roles_of

PUBLIC, INTRANET = "public", "intranet"


@dataclass
class Reader:
    """The person who reads, on which of the two sites and in which language."""

    user: Any
    site_kind: str
    language: str
    request: HttpRequest | None = None
    # Pages that links in rich text lead to, by the id that the text holds; kept for one request.
    links: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, request: Any) -> "Reader":
        """Return the reader of a request; without one, a stranger on the public site."""
        language = get_language() or settings.LANGUAGE_CODE
        if request is None:
            return cls(AnonymousUser(), PUBLIC, language)
        kind = getattr(request, "site_kind", PUBLIC)
        user = request.user if kind == INTRANET and not is_held_back(request.user) else AnonymousUser()
        known = getattr(request, "_reader", None)
        if isinstance(known, cls) and (known.user, known.site_kind, known.language) == (user, kind, language):
            return known
        reader = cls(user, kind, language, request)
        request._reader = reader
        return reader

    @cached_property
    def locale(self) -> Locale:
        """The content locale of the language; the served page stands in it, so its id is known without a query."""
        route = getattr(self.request, "_wagtail_route_for_request", None)
        if route is not None and f"-{self.language}/" in route.page.url_path[:16]:
            return Locale(pk=route.page.locale_id, language_code=self.language)
        return Locale.objects.get_for_language(self.language)

    @property
    def is_staff(self) -> bool:
        """Whether the reader is signed in on the intranet host."""
        return self.site_kind == INTRANET and bool(self.user.is_authenticated)

    @cached_property
    def roles(self) -> list[str]:
        """Names of the reader's groups, sorted; none for strangers."""
        if not self.is_staff:
            return []
        return roles_of(self.user)

    @property
    def audience_key(self) -> str:
        """Audience as part of a cache key: never a person."""
        if not self.is_staff:
            return PUBLIC
        return "all" if self.user.is_superuser else "staff:" + ",".join(self.roles)


_current = Local()


def activate(request: HttpRequest | None) -> None:
    """Remember whose request is being answered, for rich text, which gets no request; None forgets."""
    _current.reader = Reader.of(request) if request is not None else None


def current() -> Reader:
    """Return the reader of the request being answered; outside of requests a stranger."""
    return getattr(_current, "reader", None) or Reader.of(None)
