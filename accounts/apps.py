"""App configuration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, departments and sign-in."""

    name = "accounts"
    verbose_name = _("Accounts")
