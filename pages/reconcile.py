"""Compare every stored file with what it should be: public or not, with a digest, and there at all."""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import UploadedFile

from pages import publicity, quota
from pages.models import Document, Image
from pages.models.files import digest_of
from pages.parts import in_parts

logger = logging.getLogger("pages.reconcile")
UNFINISHED = timedelta(days=2)


@dataclass
class Report:
    """What was found; files are named by kind and number, never by title."""

    checked: int = 0
    closed: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    without_digest: int = 0

    def lines(self) -> list[str]:
        """Return the report as sentences for the operator."""
        return [
            f"{self.checked} files checked.",
            f"{len(self.closed)} were public without reason: {', '.join(self.closed) or '-'}",
            f"{len(self.opened)} were private without reason: {', '.join(self.opened) or '-'}",
            f"{len(self.missing)} are missing on the disk: {', '.join(self.missing) or '-'}",
            f"{self.without_digest} had no digest.",
        ]


def reconcile(*, dry_run: bool = False, today: date | None = None) -> Report:
    """Correct whether each file is public, add missing digests, and report; with `dry_run` write nothing."""
    day = today or timezone.localdate()
    report = Report()
    for model in (Image, Document):
        for file in in_parts(model.objects.all(), 500):
            report.checked += 1
            _compare(file, day, report, dry_run=dry_run)
    return report


def _compare(file: Any, day: date, report: Report, *, dry_run: bool) -> None:
    """Look at one file."""
    name = f"{file._meta.model_name} {file.pk}"
    wanted = publicity.should_be_public(file, day)
    if wanted != file.is_public:
        (report.opened if wanted else report.closed).append(name)
        if not dry_run:
            publicity.recompute(file, day)
    if not file.file.storage.exists(file.file.name):
        report.missing.append(name)
    elif not file.sha256:
        report.without_digest += 1
        if not dry_run:
            type(file).objects.filter(pk=file.pk).update(sha256=digest_of(file.file))
            file.file.close()


def nightly() -> None:
    """Reconcile and erase what is left over: unfinished uploads after two days, counts of past days."""
    for line in reconcile().lines():
        logger.info(line, extra={"action": "reconcile_media"})
    erase_unfinished()
    quota.erase_old()


def erase_unfinished(now: datetime | None = None) -> int:
    """Erase uploads that nobody finished within two days, with their files; return how many."""
    before, erased = (now or timezone.now()) - UNFINISHED, 0
    for upload in UploadedFile.objects.all():
        storage, name = upload.file.storage, upload.file.name
        if not storage.exists(name) or storage.get_modified_time(name) < before:
            storage.delete(name)
            upload.delete()
            erased += 1
    return erased
