"""What every check needs: size, extension, the second opinion of libmagic, and the sentence of refusal."""

import shutil
from pathlib import PurePath
from typing import IO, Any

import magic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NOT_WHAT_IT_SAYS = _("This file is not what its name says. Please save it again in the right format.")
ACTIVE = _("The file contains macros or other active parts. Please save it without them.")
LOCKED = _("The file is protected by a password. Please save it without one.")
TOO_MUCH = _("The file unpacks to too much. Please save it again with fewer or smaller pictures.")
SNIFFED = 64 * 1024


def extension_of(file: Any) -> str:
    """Return the extension of an uploaded file in small letters, without the dot."""
    return PurePath(file.name or "").suffix.lstrip(".").lower()


def check_size(file: Any, limit: int) -> None:
    """Refuse an empty file and one above the limit, in bytes (security design, section 7, step 1)."""
    if file.size > limit:
        raise ValidationError(
            _("The file has %(size)d MB. At most %(limit)d MB are allowed."),
            params={"size": round(file.size / 1024 / 1024), "limit": limit // 1024 // 1024},
        )
    if file.size == 0:
        raise ValidationError(_("The file is empty."))


def check_magic(file: Any, allowed: frozenset[str]) -> None:
    """Ask libmagic for a second opinion; it has to name one of the allowed media types."""
    file.seek(0)
    found = magic.from_buffer(file.read(SNIFFED), mime=True)
    file.seek(0)
    if found not in allowed:
        raise ValidationError(NOT_WHAT_IT_SAYS)


def put_content(file: Any, content: IO[bytes]) -> None:
    """Write another content into an uploaded file in place, so that every view that stores it stores the new one."""
    content.seek(0)
    file.seek(0)
    file.truncate()
    shutil.copyfileobj(content, file)
    file.flush()
    file.size = file.tell()
    file.seek(0)
