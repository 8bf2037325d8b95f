"""Bring both databases and the content to try up to date in one process; nothing is done where nothing is missing."""

import django
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


def needs_migration(alias: str) -> bool:
    """Whether a database lacks a migration of the code."""
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def main() -> None:
    """Migrate what lacks migrations, then load what content is new."""
    django.setup()
    for alias in ("default", "zemag"):
        if needs_migration(alias):
            call_command("migrate", database=alias, verbosity=0)
    call_command("load_demo")


if __name__ == "__main__":
    main()
