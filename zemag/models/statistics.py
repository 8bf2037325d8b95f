"""Figures: what was counted, without any way back to a case, and what stands in the tables for good (section 12)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zemag.statistics.suppression import Shown


class StatTable(models.TextChoices):
    """The fixed tables (ZeMAG design, section 12)."""

    MONTH = "S1", _("reports by month")
    LEVEL = "S2", _("reports by level")
    DEPARTMENT = "S3", _("reports by department")
    DIRECTORATE = "S4", _("reports of level 2 and 3 by directorate")
    OFFENCE = "S5", _("reports by offence")
    SETTING = "S6", _("reports by place")
    WEAPON = "S7", _("reports by weapon")
    PROCESS = "S8", _("how long it takes")


class StatCube(models.Model):
    """How many reports of a month were alike in everything that a table counts; no number, no key, no person."""

    month = models.CharField(max_length=7)
    department = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    offence = models.CharField(max_length=4)
    setting = models.CharField(max_length=16)
    weapon = models.CharField(max_length=4)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("counted reports")
        verbose_name_plural = _("counted reports")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "department", "level", "offence", "setting", "weapon"], name="zemag_cube_once"
            )
        ]

    def __str__(self) -> str:
        return self.month


class StatPeriod(models.Model):
    """A month (2026-05), a quarter (2026-Q2) or a year (2026) whose tables stand."""

    name = models.CharField(max_length=7, primary_key=True)
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("period of figures")
        verbose_name_plural = _("periods of figures")

    def __str__(self) -> str:
        return self.name


class StatCell(models.Model):
    """A figure of a table, and how it appears where figures are protected; both are decided once."""

    period = models.ForeignKey(StatPeriod, models.PROTECT, related_name="cells")
    table = models.CharField(max_length=2, choices=StatTable)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=1, blank=True)
    value = models.PositiveIntegerField()
    shown = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Shown])

    class Meta:
        verbose_name = _("figure of a table")
        verbose_name_plural = _("figures of tables")
        constraints = [
            models.UniqueConstraint(fields=["period", "table", "row", "column"], name="zemag_cell_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.table} {self.row}"
