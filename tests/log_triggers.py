"""Taking the log's triggers away, as only the owner of a database can: to empty tables after a test, and to tamper."""

from django.db import connections

from audit.triggers import SQLITE, TABLE


def disarm(alias: str) -> None:
    """Let the rows of the log be changed."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
            return
        for name in SQLITE:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
