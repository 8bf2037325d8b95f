"""Databases of PostgreSQL that were migrated once, from which each run starts as from a copied file."""

import fcntl
from typing import Any

import psycopg
from psycopg import sql

from tests.databases import VAR, digest, manage

Databases = dict[str, dict[str, Any]]
STATE = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


def start_from(kind: str, databases: Databases) -> None:
    """Let Django copy its test databases from the templates of a kind; those are built where they are missing."""
    VAR.mkdir(exist_ok=True)
    # Workers of one run ask at the same time; the first builds.
    with (VAR / "test-templates.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(kind, databases)
    for alias, database in databases.items():
        database["TEST"]["TEMPLATE"] = name_of(kind, alias)


def name_of(kind: str, alias: str) -> str:
    """Return the name of a template."""
    return f"umsicht_{kind}_{alias}"


def build(kind: str, databases: Databases) -> None:
    """Make the templates of a kind, unless they stand there in the same state."""
    wanted = digest(kind)
    with server(databases["default"]) as asked:
        if all(asked.execute(STATE, [name_of(kind, alias)]).fetchone() == (wanted,) for alias in databases):
            return
        if kind == "portal":
            build("empty", databases)
        for alias in databases:
            name = sql.Identifier(name_of(kind, alias))
            origin = sql.Identifier(name_of("empty", alias) if kind == "portal" else "template0")
            asked.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
            asked.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, origin))
        urls = {alias: url_of(database, name_of(kind, alias)) for alias, database in databases.items()}
        for command in [["load_demo"]] if kind == "portal" else [["migrate"], ["migrate", "--database", "zemag"]]:
            manage([*command, "--verbosity", "0"], urls)
        for alias in databases:
            name = sql.Identifier(name_of(kind, alias))
            asked.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(wanted)))


def server(database: dict[str, Any]) -> psycopg.Connection[Any]:
    """Return a connection that may make databases."""
    return psycopg.connect(url_of(database, "postgres"), autocommit=True)


def url_of(database: dict[str, Any], name: str) -> str:
    """Return the address of a database beside a configured one."""
    return f"postgresql://{database['USER']}@{database['HOST']}:{database['PORT']}/{name}"
