"""Limits of uploads per person and day, and of the disk (security design, section 7, step 1)."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from pages.models.uploads import UploadTally

FILES_PER_DAY = 200
BYTES_PER_DAY = 1024**3
BYTES_FREE = 2 * 1024**3
KEPT = timedelta(days=2)


class QuotaUsed(Exception):
    """The person has uploaded as much today as is allowed."""


class DiskFull(Exception):
    """Storing the file would leave less than 2 GB of the disk."""


def take(*, user: Any, size: int, day: date | None = None) -> None:
    """Count one file of `size` bytes for a person, or raise QuotaUsed or DiskFull and count nothing.

    An accepted file counts even when the form is refused for another field, and when the file is deleted later.
    """
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free - size < BYTES_FREE:
        raise DiskFull
    tally, _new = UploadTally.objects.get_or_create(user=user, day=day or timezone.localdate())
    room = UploadTally.objects.filter(pk=tally.pk, files__lt=FILES_PER_DAY, size__lte=BYTES_PER_DAY - size)
    if not room.update(files=F("files") + 1, size=F("size") + size):
        raise QuotaUsed


def erase_old(today: date | None = None) -> int:
    """Erase the counts of past days; return how many."""
    return UploadTally.objects.filter(day__lt=(today or timezone.localdate()) - KEPT).delete()[0]
