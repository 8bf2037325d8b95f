"""The cookies of the portal; there is no other."""

from collections.abc import Collection
from typing import Any

from django.conf import settings

# The last one is Django's: what was done, until the next page has said so.
COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DRAFT_COOKIE_NAME, "messages"}


def unlisted(answer: Any, listed: Collection[str] = COOKIES) -> list[str]:
    """Return the names of cookies that an answer sets and no list names."""
    return sorted(set(answer.cookies) - set(listed))
