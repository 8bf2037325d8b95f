"""Documents: each allowed extension has its own positive check."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.uploads.archives import check_office, check_open_document
from pages.uploads.basics import check_size, extension_of
from pages.uploads.pdf import check_pdf
from pages.uploads.pictures import clean_picture
from pages.uploads.texts import check_text

DOCUMENT_CHECKS: dict[str, Callable[[Any], None]] = {
    "pdf": check_pdf,
    "docx": check_office,
    "xlsx": check_office,
    "odt": check_open_document,
    "ods": check_open_document,
    "csv": check_text,
    "txt": check_text,
    "png": clean_picture,
    "jpg": clean_picture,
}


def check_document(file: Any) -> None:
    """Refuse a document that is too large, of a type that is not allowed, or not what its name says."""
    check_size(file, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    check = DOCUMENT_CHECKS.get(extension_of(file))
    if check is None:
        raise ValidationError(_("Only PDF, ODT, ODS, DOCX, XLSX, CSV, TXT, PNG and JPG files."))
    file.seek(0)
    check(file)
    file.seek(0)
