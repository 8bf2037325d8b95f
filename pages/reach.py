"""Who may read a page at most."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """Who may read a page at most."""

    PUBLIC = "public", _("everybody")
    STAFF = "staff", _("all staff")
    ROLES = "roles", _("chosen roles")
