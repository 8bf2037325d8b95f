"""Raise and read the version marks of cached fragments."""

from collections.abc import Iterable

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone

from pages.models.stamps import Stamp


def touch(*keys: str) -> None:
    """Raise the version of each key, in the caller's transaction."""
    now = timezone.now()
    for key in dict.fromkeys(keys):
        changed = Stamp.objects.filter(key=key).update(version=F("version") + 1, touched_at=now)
        if not changed:
            Stamp.objects.get_or_create(key=key, defaults={"touched_at": now})


def versions(keys: Iterable[str]) -> dict[str, int]:
    """Return the version of each key with one query; an unknown key has version 0."""
    wanted = set(keys)
    found = dict(Stamp.objects.filter(key__in=wanted).values_list("key", "version")) if wanted else {}
    return {key: found.get(key, 0) for key in wanted}


def of_request(request: HttpRequest, keys: Iterable[str]) -> dict[str, int]:
    """Return versions as `versions` does, read once per request for all lists and menus and once per page."""
    known: dict[str, int] | None = getattr(request, "_stamps", None)
    if known is None:
        route = getattr(request, "_wagtail_route_for_request", None)
        own = f"page:{route.page.pk}" if route else ""
        single = Q(key__startswith="page:") | Q(key__startswith="image:")
        known = {own: 0, **dict(Stamp.objects.filter(~single | Q(key=own)).values_list("key", "version"))}
        setattr(request, "_stamps", known)  # noqa: B010
    missing = [key for key in keys if key not in known and key.startswith(("page:", "image:"))]
    if missing:
        known.update(versions(missing))
    return {key: known.get(key, 0) for key in keys}
