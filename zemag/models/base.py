"""What every row of ZeMAG shares: a key of its own for what is sealed, and the ledgers that put changes in order."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ledger(models.Model):
    """A row that a change locks first; `version` tells whether what was read is still so."""

    name = models.CharField(max_length=20, primary_key=True)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("ledger of ZeMAG")
        verbose_name_plural = _("ledgers of ZeMAG")

    def __str__(self) -> str:
        return self.name


class RecordKey(models.Model):
    """The key of one sealed row, wrapped by the key of the installation; deleting it makes the row unreadable."""

    record = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()

    class Meta:
        verbose_name = _("key of a record")
        verbose_name_plural = _("keys of records")

    def __str__(self) -> str:
        return str(self.record)


class Erasure(models.Model):
    """A destroyed row that the ledger outside the database does not hold yet, see `zemag.erasures`."""

    label = models.CharField(max_length=60, help_text="Model of the row.")
    record = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.label} {self.record}"


class SealedRow(models.Model):
    """A row whose content is one sealed value, see `zemag.sealing`; other columns are what the database must know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField(default=bytes)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)
