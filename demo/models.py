"""What has been loaded, so that a second run writes nothing and never undoes an editor's work."""

from django.db import models


class LoadedItem(models.Model):
    """One item of the content files that once became a row; its key is `kind:language:key`."""

    key = models.CharField(max_length=200, unique=True)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "loaded item"
        verbose_name_plural = "loaded items"

    def __str__(self) -> str:
        return self.key
