"""The one view through which every picture and document goes (security design, section 6)."""

import hashlib
import mimetypes
from typing import Any

from django.conf import settings
from django.db.models import Exists, IntegerField, Model, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from wagtail.models import Page, ReferenceIndex

from pages.models import Document, Image, Rendition
from pages.permissions import can_choose_file, visible_to
from pages.reader import INTRANET

SANDBOX = "default-src 'none'; sandbox"
INLINE = {"image/jpeg", "image/png", "image/webp", "image/avif"}
PUBLIC, PRIVATE = "public, max-age=300", "private, max-age=300"


@require_safe
def serve_media(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a stored file when it is open to everybody or this person may see a page that uses it; else 404.

    At most three queries: the file, the person's rights, the pages that use it.
    """
    owner, file = _find(name)
    if owner is None or file is None:
        raise Http404
    if not owner.is_open and not _may_read(request, owner):
        raise Http404
    # A stored name is never used for another content, so the name is the mark of the content.
    etag = f'"{hashlib.sha256(file.name.encode()).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag) or _answer(file)
    return _with_headers(answer, etag, public=owner.is_open)


def _find(name: str) -> tuple[Any, Any]:
    """Return the owner of a stored name and the file itself."""
    folder = name.partition("/")[0]
    if folder == "renditions":
        rendition = Rendition.objects.select_related("image__collection").filter(file=name).first()
        return (rendition.image, rendition.file) if rendition else (None, None)
    if folder == "originals":
        owner: Any = Image.objects.select_related("collection").filter(file=name).first()
    elif folder == "documents":
        consents = Image.objects.filter(consent_document=OuterRef("pk"))
        documents = Document.objects.select_related("collection").annotate(is_consent=Exists(consents))
        owner = documents.filter(file=name).first()
    else:
        owner = None
    return owner, owner.file if owner else None


def _may_read(request: HttpRequest, owner: Any) -> bool:
    """Return whether staff may read a private file: own upload, right to choose, or a page with it."""
    if getattr(request, "site_kind", "") != INTRANET or not request.user.is_authenticated:
        return False
    user = request.user
    if owner.uploaded_by_user_id == user.pk or can_choose_file(user, owner):
        return True
    if getattr(owner, "is_consent", False):
        return False
    return visible_to(user, Page.objects.filter(pk__in=pages_using(owner))).exists()


def pages_using(owner: Model) -> QuerySet[Any]:
    """Return the ids of pages whose saved row refers to the file, as a subquery."""
    references = ReferenceIndex.get_references_to(owner).filter(base_content_type__app_label="wagtailcore")
    return references.annotate(page_id=Cast("object_id", IntegerField())).values("page_id")


def _answer(file: Any) -> HttpResponse:
    """Return the file, through the web server where it can do that."""
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if settings.MEDIA_ACCEL_PREFIX:
        answer: Any = HttpResponse(content_type=content_type)
        answer["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_PREFIX}{file.name}"
    else:
        try:
            answer = FileResponse(file.open("rb"), content_type=content_type)
        except FileNotFoundError:
            raise Http404 from None
    shown = content_type in INLINE
    answer["Content-Disposition"] = "inline" if shown else f'attachment; filename="{file.name.rpartition("/")[2]}"'
    return answer


def _with_headers(answer: Any, etag: str, *, public: bool) -> HttpResponse:
    """Add what the browser may keep and do; nothing in a file runs or loads anything."""
    answer["ETag"] = etag
    answer["Cache-Control"] = PUBLIC if public else PRIVATE
    answer._csp_exempt = True
    answer["Content-Security-Policy"] = SANDBOX
    return answer
