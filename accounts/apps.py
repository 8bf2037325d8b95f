"""App configuration of the room."""

import sys
from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, departments and sign-in."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Connect the handlers, once models are loaded, and refuse to start without usable keys.

        Only the command that makes them starts without.
        """
        import_module("accounts.handlers")
        keys = import_module("accounts.keys")
        if settings.ENVIRONMENT != "production":
            keys.ensure(settings.PORTAL_KEY_FILE, keys.PORTAL_PURPOSES)
        if sys.argv[1:2] == ["keys_new"]:
            return
        try:
            keys.portal()
        except keys.KeyFileError as fault:
            # One line, no traceback: the operator sees what is wrong with the file.
            raise SystemExit(str(fault)) from None
