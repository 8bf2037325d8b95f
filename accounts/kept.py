"""Keep what a person sent after their session had ended, for that person in that browser (security design, 12.2).

The key and the person's uuid lie in a signed cookie that is set at sign-in and goes at sign-out; the server stores
ciphertext only. Nothing of a request is kept that did not come from one of the portal's own pages.
"""

import base64
import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.crypto import Unreadable, seal_with, unseal_with
from accounts.keys import KeyRing
from accounts.models import KeptInput, User

KEPT_FOR = timedelta(minutes=30)
MOST_PER_BROWSER = 3
LARGEST = 1_000_000
LONGEST_PATH = 2_000
LABEL = "accounts.KeptInput"
SALT = "accounts.kept"
Fields = list[tuple[str, str]]
# What forms send beside what people write: keys, numbers of rows and blocks, where to go next.
MACHINE = re.compile(r"(^|-)(request_key|next|id|uuid|type|order|deleted|count|[A-Z]+_FORMS|ORDER|DELETE)$")


def written(fields: Fields) -> list[str]:
    """Return what a person wrote, to be shown to them; everything else is sent again without being shown."""
    return [
        value
        for name, value in fields
        if not MACHINE.search(name) and any(sign.isalpha() for sign in value) and not value.startswith(("{", "["))
    ]


@dataclass(frozen=True)
class Draft:
    """What the cookie holds: a key of this browser, and whose it is."""

    key: bytes
    user: str

    @property
    def ring(self) -> KeyRing:
        """Return the key as a ring of one."""
        return KeyRing({"cookie": self.key}, "cookie")

    @property
    def browser(self) -> str:
        """Return the mark under which this browser's inputs are counted."""
        return hashlib.sha256(b"browser" + self.key).hexdigest()


def draft_of(request: HttpRequest) -> Draft | None:
    """Return what the cookie of a request holds, or None when there is none or it is not ours."""
    try:
        key, user = signing.loads(request.COOKIES.get(settings.DRAFT_COOKIE_NAME, ""), salt=SALT)
        return Draft(base64.b64decode(key), user)
    except (signing.BadSignature, ValueError):
        return None


def ensure_cookie(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Give the browser a key of its own for this person, unless it has one."""
    draft = draft_of(request)
    if draft is not None and draft.user == str(user.uuid):
        return
    value = signing.dumps((base64.b64encode(os.urandom(32)).decode(), str(user.uuid)), salt=SALT)
    response.set_cookie(
        settings.DRAFT_COOKIE_NAME, value, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def keep(request: HttpRequest, fields: Fields) -> KeptInput | None:
    """Seal the fields of a form for whoever was signed in in this browser; None when there is nothing to keep.

    Beyond 1 MB nothing is kept. Of each browser the three latest stay.
    """
    draft = draft_of(request)
    if draft is None or not fields or len(json.dumps(fields)) > LARGEST:
        return None
    path = request.get_full_path()
    kept = KeptInput(browser=draft.browser, path=request.path[:LONGEST_PATH])
    kept.sealed = seal_with(draft.ring, {"path": path, "fields": fields}, label=LABEL, pk=f"{kept.pk} {draft.user}")
    kept.save(force_insert=True)
    older = KeptInput.objects.filter(browser=draft.browser).order_by("-created_at").values_list("pk", flat=True)
    KeptInput.objects.filter(pk__in=list(older[MOST_PER_BROWSER:])).delete()
    return kept


def kept_at(request: HttpRequest) -> str:
    """Return where a sent form is offered again once its sender has proved who they are, else the path it was sent to.

    What scripts send by themselves (autosave, pings) is not kept: the page that sent it is still open. Which fields
    may be kept is said by the function that KEPT_FIELDS names, as it stands in a room above.
    """
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    if request.method != "POST" or "x-requested-with" in request.headers:
        return request.path
    kept = keep(request, import_string(settings.KEPT_FIELDS)(request))
    return reverse("account_kept", args=[kept.pk]) if kept else request.path


def open_kept(request: HttpRequest, pk: UUID, user: User) -> tuple[str, Fields]:
    """Return path and fields of what this person sent in this browser; raise Unreadable for everybody else."""
    draft = draft_of(request)
    kept = KeptInput.objects.filter(pk=pk, created_at__gte=timezone.now() - KEPT_FOR).first()
    if draft is None or kept is None or draft.user != str(user.uuid):
        raise Unreadable(LABEL)
    found = unseal_with(draft.ring, bytes(kept.sealed), label=LABEL, pk=f"{kept.pk} {draft.user}")
    return found["path"], [(name, value) for name, value in found["fields"]]


def discard(request: HttpRequest, pk: UUID) -> None:
    """Erase what this browser has kept under this id."""
    draft = draft_of(request)
    if draft is not None:
        KeptInput.objects.filter(pk=pk, browser=draft.browser).delete()


def erase_old() -> int:
    """Erase what is older than 30 minutes; return how many."""
    return KeptInput.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]
