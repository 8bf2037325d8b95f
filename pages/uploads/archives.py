"""Office files: an archive with the right parts, of bearable size, without macros, links to templates or passwords."""

import stat
import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.uploads.basics import ACTIVE, LOCKED, NOT_WHAT_IT_SAYS, TOO_MUCH, check_magic, extension_of

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART = 32 * 1024 * 1024
OUTSIDE = _("The file loads a template or an object from another place. Please save it without that link.")
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OOXML = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
MEDIA_TYPES = {
    "docx": frozenset({f"{OOXML}.wordprocessingml.document", "application/zip"}),
    "xlsx": frozenset({f"{OOXML}.spreadsheetml.sheet", "application/zip"}),
    "odt": frozenset({OPEN_DOCUMENT["odt"].decode(), "application/zip"}),
    "ods": frozenset({OPEN_DOCUMENT["ods"].decode(), "application/zip"}),
}
MACRO_NAMES = ("vbaproject", "vbadata", "activex", "oleobject")
MACRO_FOLDERS = ("basic/", "scripts/", "object ")
RUNNABLE = (
    ".exe",
    ".dll",
    ".js",
    ".jse",
    ".vbs",
    ".vbe",
    ".ps1",
    ".bat",
    ".cmd",
    ".hta",
    ".jar",
    ".class",
    ".scr",
    ".py",
)
WEB = ("http:", "https:", "ftp:", "file:", "//", "\\\\", "smb:")


def check_office(file: Any) -> None:
    """Refuse a Word or Excel file with a macro, an outside template or object, or without its own parts."""
    kind = extension_of(file)
    with _open_archive(file, kind) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" not in names or OFFICE_PARTS[kind] not in names:
            raise ValidationError(NOT_WHAT_IT_SAYS)
        for _tag, values in _elements(archive, "[Content_Types].xml"):
            if any("macroenabled" in value.lower() or "vbaproject" in value.lower() for value in values.values()):
                raise ValidationError(ACTIVE)
        for name in sorted(names):
            if name.lower().endswith(".rels"):
                _check_relations(archive, name)


def _check_relations(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse any relation to something outside the file but a link that a reader clicks."""
    for _tag, values in _elements(archive, name):
        if values.get("TargetMode", "").lower() == "external" and not values.get("Type", "").endswith("/hyperlink"):
            raise ValidationError(OUTSIDE)


def check_open_document(file: Any) -> None:
    """Refuse an OpenDocument file with a script, an outside template or a password, or of another kind."""
    kind = extension_of(file)
    with _open_archive(file, kind) as archive:
        names = archive.namelist()
        if "mimetype" not in names or "content.xml" not in names:
            raise ValidationError(NOT_WHAT_IT_SAYS)
        if _read(archive, "mimetype").strip() != OPEN_DOCUMENT[kind]:
            raise ValidationError(NOT_WHAT_IT_SAYS)
        for name in ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"):
            if name in names:
                _check_open_part(archive, name)


def _check_open_part(archive: zipfile.ZipFile, name: str) -> None:
    """Look through one part of an OpenDocument file."""
    for tag, values in _elements(archive, name):
        word = tag.rpartition("}")[2]
        address = next((value for key, value in values.items() if key.endswith("}href")), "").lower()
        if word in {"event-listener", "script", "dde-source", "applet", "plugin"}:
            raise ValidationError(ACTIVE)
        if word == "encryption-data":
            raise ValidationError(LOCKED)
        if word in {"template", "object", "object-ole", "floating-frame"} and address.startswith(WEB):
            raise ValidationError(OUTSIDE)


def _open_archive(file: Any, kind: str) -> zipfile.ZipFile:
    """Return a zip archive whose table of contents is harmless."""
    check_magic(file, MEDIA_TYPES[kind])
    # An archive behind a foreign beginning or with a foreign end is also something else.
    if file.read(4) != b"PK\x03\x04":
        raise ValidationError(NOT_WHAT_IT_SAYS)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
    if archive.comment or not entries or min(entry.header_offset for entry in entries):
        raise ValidationError(NOT_WHAT_IT_SAYS)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ValidationError(TOO_MUCH)
    for entry in entries:
        _check_entry(entry)
    return archive


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse a symlink, a path that climbs, a password and what can run."""
    name = entry.filename.lower()
    if stat.S_ISLNK(entry.external_attr >> 16) or name.startswith("/") or ".." in name or "\\" in name:
        raise ValidationError(NOT_WHAT_IT_SAYS)
    if entry.flag_bits & 0x1:
        raise ValidationError(LOCKED)
    active = any(word in name for word in MACRO_NAMES) or name.startswith(MACRO_FOLDERS) or name.endswith(RUNNABLE)
    if active:
        raise ValidationError(ACTIVE)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the beginning of a part; a damaged one is refused."""
    try:
        with archive.open(name) as part:
            return part.read(1024)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError, KeyError):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield tag and attributes of each element of a part; no entity is resolved and no tree is kept."""
    if archive.getinfo(name).file_size > MAX_PART:
        raise ValidationError(TOO_MUCH)
    try:
        with archive.open(name) as part:
            for _event, element in iterparse(part, events=("end",), forbid_dtd=True):
                yield element.tag, element.attrib
                element.clear()
    except (ParseError, DefusedXmlException):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, LookupError):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
