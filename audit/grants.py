"""Who may do what on PostgreSQL: the application's role adds rows to the log and reads them, the owner's does the rest.

The owner's role (DATABASE_OWNER_URL, ZEMAG_DATABASE_OWNER_URL) is known to the processes of `migrate` and
`audit_retention` alone (security design, section 10).
"""

from django.conf import settings
from django.db import connections
from psycopg import sql

from audit.triggers import TABLE

# In this order: everything of the application, then less on the log and on the list of migrations.
STATEMENTS = (
    sql.SQL("GRANT USAGE ON SCHEMA public TO {role}"),
    sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"),
    sql.SQL("GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}"),
    sql.SQL("REVOKE ALL ON audit_entry FROM PUBLIC, {role}"),
    sql.SQL("GRANT SELECT, INSERT ON audit_entry TO {role}"),
    sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}"),
)
ALLOWED = ("SELECT", "INSERT")


def install(alias: str) -> None:
    """Give the application's role its rights; nothing without an owner's role, and nothing on SQLite."""
    role = settings.AUDIT_APP_ROLES.get(alias)
    connection = connections[alias]
    if not role or connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement.format(role=sql.Identifier(role)))


def wrong(alias: str) -> list[str]:
    """Return which roles beside the table's owner may do more to the log than add rows and read them."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(r.rolname, 'PUBLIC'), a.privilege_type FROM pg_class c"
            " CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
            " WHERE c.oid = %s::regclass AND a.grantee <> c.relowner AND a.privilege_type <> ALL(%s)"
            " ORDER BY 1, 2",
            [TABLE, list(ALLOWED)],
        )
        return [f"the role {role} may {privilege}" for role, privilege in cursor.fetchall()]


def may_delete(alias: str) -> bool:
    """Return whether this process may delete months that are over."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'DELETE')", [TABLE])
        return bool(cursor.fetchone()[0])
