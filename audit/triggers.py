"""What the database itself refuses: changing a row, deleting it too early, and any number but the next."""

from django.db import connections

TABLE = "audit_entry"
# Every statement stands whole, so that nothing is ever put together.
SQLITE = {
    "audit_no_update": (
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'audit: rows are only added'); END"
    ),
    "audit_no_early_delete": (
        "CREATE TRIGGER audit_no_early_delete BEFORE DELETE ON audit_entry WHEN OLD.delete_after >= date('now') "
        "BEGIN SELECT RAISE(ABORT, 'audit: rows are only added'); END"
    ),
    "audit_next_number": (
        "CREATE TRIGGER audit_next_number BEFORE INSERT ON audit_entry "
        "WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM audit_entry), 0) + 1 "
        "BEGIN SELECT RAISE(ABORT, 'audit: rows are only added'); END"
    ),
}
SQLITE_DROPS = (
    "DROP TRIGGER IF EXISTS audit_no_update",
    "DROP TRIGGER IF EXISTS audit_no_early_delete",
    "DROP TRIGGER IF EXISTS audit_next_number",
)
# One function that knows by the operation what is allowed; `ENABLE ALWAYS` holds in a replica session too.
FUNCTION = "audit_guard"
CREATE_FUNCTION = """CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.seq = COALESCE((SELECT MAX(seq) FROM audit_entry), 0) + 1 THEN RETURN NEW; END IF;
  IF TG_OP = 'DELETE' AND OLD.delete_after < (now() AT TIME ZONE 'UTC')::date THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'audit: rows are only added';
END
$guard$"""
BODY = CREATE_FUNCTION.split("$guard$")[1]
POSTGRESQL = {
    "audit_rows": (
        "CREATE TRIGGER audit_rows BEFORE INSERT OR UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_guard()"
    ),
    "audit_truncate": (
        "CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_guard()"
    ),
}
POSTGRESQL_DROPS = (
    "DROP TRIGGER IF EXISTS audit_rows ON audit_entry",
    "DROP TRIGGER IF EXISTS audit_truncate ON audit_entry",
)
ALWAYS = (
    "ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_rows",
    "ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_truncate",
)


def install(alias: str) -> None:
    """Put the triggers of a database in place, as they stand here."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        statements = [*SQLITE_DROPS, *SQLITE.values()]
    else:
        statements = [CREATE_FUNCTION, *POSTGRESQL_DROPS, *POSTGRESQL.values(), *ALWAYS]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def missing(alias: str) -> list[str]:
    """Return the names of triggers that are gone, switched off or changed."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
            there = dict(cursor.fetchall())
            return [name for name, statement in SQLITE.items() if there.get(name) != statement]
        cursor.execute(
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgrelid = %s::regclass AND t.tgenabled = 'A' AND p.proname = %s",
            [TABLE, FUNCTION],
        )
        there = dict(cursor.fetchall())
        return [name for name in POSTGRESQL if there.get(name) != BODY]
