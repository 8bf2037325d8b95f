"""Organisations as members, partners and cooperation partners; never persons."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from pages.addresses import HttpURLField
from pages.models import Image
from pages.models.snippets import Paired


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    CITY = "city", _("city")
    POLICE = "police", _("police")
    JUSTICE = "justice", _("justice")
    MINISTRY = "ministry", _("ministry")
    NETWORK = "network", _("network")
    UNIVERSITY = "university", _("university")
    ASSOCIATION = "association", _("association")
    COMPANY = "company", _("company")
    OFFICE = "office", _("office of the city")
    OTHER = "other", _("other")


class Organisation(index.Indexed, Paired):
    """An organisation with its name in both languages."""

    name_de = models.CharField(_("name (German)"), max_length=120, help_text=_("Shown to readers."))
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True, help_text=_("Shown to readers."))
    short = models.CharField(_("short name"), max_length=20, blank=True, help_text=_("For narrow places."))
    kind = models.CharField(
        _("kind"), max_length=12, choices=OrganisationKind, default=OrganisationKind.OTHER, help_text=_("What it is.")
    )
    url = HttpURLField(_("website"), blank=True, help_text=_("Address of its own website."))
    country = models.CharField(_("country"), max_length=2, default="DE", help_text=_("Two letters, for example DE."))
    logo = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Shown in one grey height; the name stands beside it."),
    )
    is_cooperation_partner = models.BooleanField(
        _("cooperation partner"), default=False, help_text=_("Shown on the home page and in the portrait.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Order in lists."))

    # Names and logos of organisations are no secret; pages of the public site show them.
    shows_files_publicly = True
    search_fields = [index.AutocompleteField("name_de"), index.AutocompleteField("name_en")]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Name in the active language."""
        return self.paired("name")
