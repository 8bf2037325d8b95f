"""What pictures and documents have in common: rights, state of the scan, names that cannot be guessed."""

import hashlib
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    """What the virus scanner said of a file."""

    WAITING = "waiting", _("waiting")
    CLEAN = "clean", _("clean")
    REFUSED = "refused", _("refused")
    OFF = "off", _("no scanner")


class Licence(models.TextChoices):
    """Under which terms a picture is used."""

    OWN = "own", _("own picture")
    CC0 = "cc0", _("CC0")
    CC_BY = "cc-by-4.0", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    AGENCY = "agency", _("agency")
    OTHER = "other", _("other")


class Persons(models.TextChoices):
    """Whether people can be recognised in a picture."""

    NONE = "none", _("nobody")
    CROWD = "crowd", _("a crowd")
    RECOGNISABLE = "recognisable", _("recognisable persons")


class Accessible(models.TextChoices):
    """Whether a document can be read by everybody."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("unknown")


def random_path(folder: str, filename: str) -> str:
    """Return a path that cannot be guessed and keeps a readable file name (security design, section 6)."""
    name = Path(filename)
    stem = slugify(name.stem)[:60] or "file"
    return f"{folder}/{uuid.uuid4().hex}/{stem}{name.suffix.lower()}"


def digest_of(file: Any) -> str:
    """Return the SHA-256 of a stored or uploaded file."""
    sha = hashlib.sha256()
    file.open("rb")
    file.seek(0)
    for chunk in iter(lambda: file.read(65536), b""):
        sha.update(chunk)
    file.seek(0)
    return sha.hexdigest()


class Shared(models.Model):
    """What pictures and documents have in common."""

    file: Any
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    is_public = models.BooleanField(
        _("is public"),
        default=False,
        editable=False,
        help_text=_("Set by the program: a live public page uses the file and no right has run out."),
    )
    scan = models.CharField(max_length=8, choices=Scan, default=Scan.OFF, editable=False)
    # Core's own models carry the same reverse names; these stay apart from them.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="uploaded_%(class)ss",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Return whether everybody may load the file."""
        return self.is_public and self.is_usable

    @property
    def is_usable(self) -> bool:
        """Return whether pages may show the file; the day is asked each time, so closing waits for no job."""
        return self.scan in {Scan.CLEAN, Scan.OFF} and self.rights_hold(timezone.localdate())

    def rights_hold(self, day: date) -> bool:
        """Return whether consent and licence reach to this day."""
        ends = (getattr(self, "use_until", None), getattr(self, "consent_until", None))
        return all(end is None or end >= day for end in ends)

    def keep_facts(self) -> None:
        """Store the digest of a new file and what the scanner said of it, or that it has yet to be asked."""
        self.sha256 = digest_of(self.file)
        unknown = Scan.WAITING if settings.CLAMAV_SOCKET else Scan.OFF
        self.scan = getattr(self.file.file, "scan", unknown)
