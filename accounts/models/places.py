"""Departments (Ämter) of the city and the places where people work."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    """A department (Amt) of the city administration."""

    key = models.SlugField(_("key"), max_length=40, unique=True, help_text=_("Short name used by imports."))
    name_de = models.CharField(_("name (German)"), max_length=120, help_text=_("Full name in German."))
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True, help_text=_("Full name in English."))
    short = models.CharField(_("short name"), max_length=20, blank=True, help_text=_("Abbreviation or number."))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("parent"), help_text=_("Department above.")
    )
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name=_("head"),
        help_text=_("Head of the department."),
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Name in the active language, German when there is no English one."""
        return (self.name_en if get_language() == "en" else "") or self.name_de


class Building(models.Model):
    """A building of the city."""

    name = models.CharField(_("name"), max_length=120, unique=True, help_text=_("Name as staff use it."))
    address = models.CharField(_("address"), max_length=200, blank=True, help_text=_("Street, number, postcode."))

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")

    def __str__(self) -> str:
        return self.name


class Floor(models.Model):
    """A floor of a building."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="floors", verbose_name=_("building"))
    name = models.CharField(_("name"), max_length=40, help_text=_("For example 2nd floor."))
    level = models.SmallIntegerField(_("level"), default=0, help_text=_("Ground floor is 0."))

    class Meta:
        verbose_name = _("floor")
        verbose_name_plural = _("floors")
        constraints = [models.UniqueConstraint(fields=["building", "level"], name="accounts_floor_once_per_level")]

    def __str__(self) -> str:
        return f"{self.building}, {self.name}"


class Room(models.Model):
    """A room on a floor."""

    floor = models.ForeignKey(Floor, models.CASCADE, related_name="rooms", verbose_name=_("floor"))
    number = models.CharField(_("number"), max_length=20, help_text=_("Number at the door."))

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [models.UniqueConstraint(fields=["floor", "number"], name="accounts_room_number_once_per_floor")]

    def __str__(self) -> str:
        return f"{self.floor}, {self.number}"
