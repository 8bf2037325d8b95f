"""What the job layer stores: when each entry of the tick ran last, and when each queue last answered."""

from django.db import models


class TickEntry(models.Model):
    """One entry of the tick; claimed by one conditional update, so that two ticks do no harm."""

    name = models.CharField(max_length=120, unique=True)
    next_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "tick entry"
        verbose_name_plural = "tick entries"
        permissions = [("operate_portal", "Can see how the portal runs and run failed jobs again")]

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """When the worker of a queue last showed that it lives."""

    name = models.CharField(max_length=40, unique=True)
    host = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "worker beat"
        verbose_name_plural = "worker beats"

    def __str__(self) -> str:
        return self.name
