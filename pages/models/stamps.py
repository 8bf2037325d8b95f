"""Version marks that tell every process when a cached fragment is out of date."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stamp(models.Model):
    """One version per key, raised in the transaction that changes what the key stands for.

    Keys: `nav:<site>:<locale>`, `settings:<site>`, `list:<kind>:<locale>`, `snippets`, `page:<id>`, `image:<id>`
    (platform design, section 8.1).
    """

    key = models.CharField(max_length=80, unique=True)
    version = models.PositiveBigIntegerField(default=1)
    touched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")

    def __str__(self) -> str:
        return self.key
