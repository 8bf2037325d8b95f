"""Django's `migrate`, which spares the ZeMAG database the history of rooms that have no table there."""

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.loader import MigrationLoader

from portal.databases import BOTH, ZEMAG_ONLY


class Command(migrate.Command):
    """Migrate one database; on `zemag` only the apps that live there (0.5 s instead of 50 s of empty steps)."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the stock command once, or once per app of the ZeMAG database."""
        if options["database"] != "zemag" or options["app_label"]:
            super().handle(*args, **options)
            return
        known = MigrationLoader(None).migrated_apps
        for app in sorted((BOTH | ZEMAG_ONLY) & known):
            super().handle(*args, **{**options, "app_label": app, "run_syncdb": False})
