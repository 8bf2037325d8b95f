"""The one view through which every picture and document goes (security design, section 6)."""

import mimetypes
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page, ReferenceIndex

from pages.models import Document, Image, Rendition
from pages.permissions import visible_to
from pages.reader import INTRANET

SANDBOX = "default-src 'none'; sandbox"
INLINE = {"image/jpeg", "image/png", "image/webp", "image/avif"}


@require_safe
def serve_media(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a stored file when it is open to everybody or this person may see a page that uses it; else 404."""
    owner, file = _find(name)
    if owner is None or file is None:
        raise Http404
    if not owner.is_open and not _may_read(request, owner):
        raise Http404
    return _answer(file, public=owner.is_open)


def _find(name: str) -> tuple[Any, Any]:
    """Return the owner of a stored name and the file itself."""
    folder = name.partition("/")[0]
    if folder == "renditions":
        rendition = Rendition.objects.select_related("image").filter(file=name).first()
        return (rendition.image, rendition.file) if rendition else (None, None)
    model: Any = {"originals": Image, "documents": Document}.get(folder)
    owner = model.objects.filter(file=name).first() if model else None
    return owner, owner.file if owner else None


def _may_read(request: HttpRequest, owner: Any) -> bool:
    """Return whether staff may read a private file: own upload, right to choose, or a page with it."""
    if getattr(request, "site_kind", "") != INTRANET or not request.user.is_authenticated:
        return False
    user = request.user
    kind = owner._meta.model_name
    if (
        owner.uploaded_by_user_id == user.pk
        or user.has_perm(f"pages.choose_{kind}")
        or user.has_perm(f"pages.add_{kind}")
    ):
        return True
    if Image.objects.filter(consent_document_id=owner.pk).exists() if kind == "document" else False:
        return False
    return visible_to(user, Page.objects.filter(pk__in=pages_using(owner))).exists()


def pages_using(owner: Model) -> list[int]:
    """Return the ids of pages whose saved row refers to the file."""
    references = ReferenceIndex.get_references_to(owner).filter(base_content_type__app_label="wagtailcore")
    return [int(pk) for pk in references.values_list("object_id", flat=True)]


def _answer(file: Any, *, public: bool) -> HttpResponse:
    """Return the file, through the web server where it can do that, with the headers of media."""
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if settings.MEDIA_ACCEL_PREFIX:
        response: Any = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_PREFIX}{file.name}"
    else:
        try:
            response = FileResponse(file.open("rb"), content_type=content_type)
        except FileNotFoundError:
            raise Http404 from None
    response["Content-Disposition"] = (
        "inline" if content_type in INLINE else f'attachment; filename="{file.name.rpartition("/")[2]}"'
    )
    response["Cache-Control"] = "public, max-age=300" if public else "private, no-store"
    response._csp_exempt = True
    response["Content-Security-Policy"] = SANDBOX
    return response
