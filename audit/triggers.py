"""What the database itself refuses: changing a row, deleting it too early, and any number but the next."""

from typing import Any

from django.db import connections

TABLE = "audit_entry"
REFUSED = "audit: rows are only added"
SQLITE = {
    "audit_no_update": f"BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    "audit_no_early_delete": (
        f"BEFORE DELETE ON {TABLE} WHEN OLD.delete_after >= date('now') BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    "audit_next_number": (
        "BEFORE INSERT ON audit_entry WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM audit_entry), 0) + 1 "
        "BEGIN SELECT RAISE(ABORT, 'audit: rows are only added'); END"
    ),
}
# One function that knows by the operation what is allowed; `ENABLE ALWAYS` holds in a replica session too.
FUNCTION = "audit_guard"
BODY = """
BEGIN
  IF TG_OP = 'INSERT' AND NEW.seq = COALESCE((SELECT MAX(seq) FROM audit_entry), 0) + 1 THEN RETURN NEW; END IF;
  IF TG_OP = 'DELETE' AND OLD.delete_after < (now() AT TIME ZONE 'UTC')::date THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'audit: rows are only added';
END
"""
POSTGRESQL = {
    "audit_rows": f"BEFORE INSERT OR UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
    "audit_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
}


def install(alias: str) -> None:
    """Put the triggers of a database in place, as they stand here."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, body in SQLITE.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {body}")
            return
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $guard${BODY}$guard$"
        )
        for name, body in POSTGRESQL.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
            cursor.execute(f"CREATE TRIGGER {name} {body}")
            cursor.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Put them back after a migration: SQLite drops them without a word when it rebuilds a table."""
    if TABLE in connections[using].introspection.table_names():
        install(using)


def missing(alias: str) -> list[str]:
    """Return the names of triggers that are gone, switched off or changed."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
            there = dict(cursor.fetchall())
            return [name for name, body in SQLITE.items() if there.get(name) != f"CREATE TRIGGER {name} {body}"]
        cursor.execute(
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgrelid = %s::regclass AND t.tgenabled = 'A' AND p.proname = %s",
            [TABLE, FUNCTION],
        )
        there = dict(cursor.fetchall())
        return [name for name in POSTGRESQL if there.get(name) != BODY]
