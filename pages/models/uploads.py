"""How much each person has uploaded on a day."""

from django.conf import settings
from django.db import models


class UploadTally(models.Model):
    """Files and bytes of one person on one day, for the limits of uploads; erased after two days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_tally_per_person_and_day")]

    def __str__(self) -> str:
        return f"#{self.pk}"
