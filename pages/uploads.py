"""Positive checks of uploaded files: a file must be what its name says (security design, section 7)."""

import stat
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import magic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

MAX_PIXELS = 40_000_000
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OPEN_DOCUMENT = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
NOT_WHAT_IT_SAYS = _("This file is not what its name says. Please save it again in the right format.")


def extension_of(file: Any) -> str:
    """Return the extension of an uploaded file in small letters."""
    return PurePath(file.name or "").suffix.lstrip(".").lower()


def check_picture(file: Any) -> None:
    """Refuse a picture that is too large, no JPG, PNG or WebP, damaged, or above 40 megapixels; before decoding it."""
    _check_size(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    extension = extension_of(file)
    if extension not in PICTURES:
        raise ValidationError(_("Only JPG, PNG and WebP pictures."))
    _check_pixels(file, PICTURES[extension])
    _check_magic(file, ("image/",))


def check_document(file: Any) -> None:
    """Refuse a document that is too large, of a type that is not allowed, or not what its name says."""
    _check_size(file, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    extension = extension_of(file)
    check = DOCUMENT_CHECKS.get(extension)
    if check is None:
        raise ValidationError(_("Only PDF, ODT, ODS, DOCX, XLSX, CSV, TXT, PNG and JPG files."))
    file.seek(0)
    check(file)
    file.seek(0)


def _check_size(file: Any, limit: int) -> None:
    """Refuse a file above the limit, in bytes."""
    if file.size > limit:
        raise ValidationError(
            _("The file has %(size)d MB. At most %(limit)d MB are allowed."),
            params={"size": round(file.size / 1024 / 1024), "limit": limit // 1024 // 1024},
        )
    if file.size == 0:
        raise ValidationError(_("The file is empty."))


def _check_pixels(file: Any, expected: str) -> None:
    """Read the header alone, then decode what is small enough."""
    file.seek(0)
    try:
        with Pillow.open(file) as picture:
            if picture.format != expected:
                raise ValidationError(NOT_WHAT_IT_SAYS)
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise ValidationError(
                    _("The picture has %(pixels)d megapixels. At most 40 are allowed."),
                    params={"pixels": round(width * height / 1_000_000)},
                )
            picture.load()
    except (UnidentifiedImageError, Pillow.DecompressionBombError):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
    except (OSError, SyntaxError, ValueError):
        raise ValidationError(_("The picture is damaged.")) from None
    finally:
        file.seek(0)


def _check_magic(file: Any, prefixes: tuple[str, ...]) -> None:
    """Ask libmagic for a second opinion."""
    file.seek(0)
    found = magic.from_buffer(file.read(4096), mime=True)
    file.seek(0)
    if not found.startswith(prefixes):
        raise ValidationError(NOT_WHAT_IT_SAYS)


def _check_pdf(file: Any) -> None:
    if not file.read(5) == b"%PDF-":
        raise ValidationError(NOT_WHAT_IT_SAYS)
    _check_magic(file, ("application/pdf",))


def _open_archive(file: Any) -> zipfile.ZipFile:
    """Return a zip archive whose table of contents is harmless."""
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ValidationError(_("The file unpacks to too much. Please save it again with fewer or smaller pictures."))
    for entry in entries:
        if stat.S_ISLNK(entry.external_attr >> 16) or entry.filename.startswith("/") or ".." in entry.filename:
            raise ValidationError(NOT_WHAT_IT_SAYS)
        if entry.filename.lower().endswith("vbaproject.bin") or entry.filename.lower().startswith("basic/"):
            raise ValidationError(_("The file contains macros. Please save it without them."))
    return archive


def _check_office(file: Any) -> None:
    archive = _open_archive(file)
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names or OFFICE_PARTS[extension_of(file)] not in names:
        raise ValidationError(NOT_WHAT_IT_SAYS)


def _check_open_document(file: Any) -> None:
    archive = _open_archive(file)
    if "mimetype" not in archive.namelist() or archive.read("mimetype").strip() != OPEN_DOCUMENT[extension_of(file)]:
        raise ValidationError(NOT_WHAT_IT_SAYS)


def _check_text(file: Any) -> None:
    content = file.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("Please save the text as UTF-8.")) from None
    if "\0" in text or text.lstrip().lower().startswith(("<!doctype", "<html", "<script", "<svg", "<?xml", "<?php")):
        raise ValidationError(NOT_WHAT_IT_SAYS)


def _check_picture_document(file: Any) -> None:
    _check_pixels(file, PICTURES[extension_of(file)])
    _check_magic(file, ("image/",))


DOCUMENT_CHECKS: dict[str, Callable[[Any], None]] = {
    "pdf": _check_pdf,
    "docx": _check_office,
    "xlsx": _check_office,
    "odt": _check_open_document,
    "ods": _check_open_document,
    "csv": _check_text,
    "txt": _check_text,
    "png": _check_picture_document,
    "jpg": _check_picture_document,
}
