"""On PostgreSQL the application may add rows to the log and read them; the owner deletes months that are over (S25)."""

import os
import runpy
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = Path("/usr/lib/postgresql")
APP, OWNER = "app", "app_owner"

pytestmark = [
    pytest.mark.acceptance("security", "S25"),
    pytest.mark.skipif(not any(SERVER.glob("*/bin/initdb")), reason="PostgreSQL is not installed"),
]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL of its own with a database that one role owns and another one uses; return its address."""
    port = free_port()
    os.environ["POSTGRES_TEST_PORT"], before = str(port), os.environ.get("POSTGRES_TEST_PORT")
    tools = runpy.run_path(str(ROOT / "site" / "tools" / "postgres.py"))
    os.environ.pop("POSTGRES_TEST_PORT")
    if before is not None:
        os.environ["POSTGRES_TEST_PORT"] = before
    # Not below pytest's own folder, which the server's user may not enter.
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    home = tools["binaries"]()
    tools["start"](home, folder)
    with psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres", autocommit=True) as admin:
        for statement in (
            "CREATE ROLE app LOGIN",
            "CREATE ROLE app_owner LOGIN",
            "CREATE DATABASE portal OWNER app_owner",
        ):
            admin.execute(statement)
    yield f"127.0.0.1:{port}/portal"
    stop = [str(home / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"]
    subprocess.run(tools["as_server"](stop), check=False, stdout=subprocess.DEVNULL)
    shutil.rmtree(folder)


def run(server: str, *command: str, owner: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of the application, or as one that knows the owner's address too."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "ZEMAG_DATABASE_URL": f"postgresql://{APP}@{server}",
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "LOG_LEVEL": "ERROR",
        # A file that never is: the anchor of a portal that runs from this folder knows other rows.
        "AUDIT_ANCHOR": f"{tempfile.gettempdir()}/no-anchor-{os.getpid()}",
    }
    if owner:
        environment["ZEMAG_DATABASE_OWNER_URL"] = f"postgresql://{OWNER}@{server}"
    script = [sys.executable, str(ROOT / "tests" / "audit" / "as_role.py"), *command]
    return subprocess.run(script, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed(server: str) -> str:
    """The database after `migrate` by its owner, with a month that is over and one that is not."""
    made = run(server, "migrate", "--database=zemag", "-v0", owner=True)
    assert made.returncode == 0, made.stderr
    for moment in ("2020-03-01T12:00:00+00:00", "2020-03-02T12:00:00+00:00", ""):
        written = run(server, "record", *([moment] if moment else []))
        assert written.returncode == 0, written.stderr
    return server


def ask(server: str, role: str, statement: str) -> None:
    """Send one statement as a role."""
    with psycopg.connect(f"postgresql://{role}@{server}", autocommit=True) as connection:
        connection.execute(statement)


def rows(server: str) -> int:
    """Return how many rows the log holds."""
    with psycopg.connect(f"postgresql://{OWNER}@{server}") as connection:
        return int(connection.execute("SELECT count(*) FROM audit_entry").fetchone()[0])


REFUSED = (
    "UPDATE audit_entry SET result = 'other' WHERE seq = 1",
    "DELETE FROM audit_entry WHERE seq = 1",
    "TRUNCATE audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER USER",
    "DROP TRIGGER audit_rows ON audit_entry",
    "CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "ALTER TABLE audit_entry RENAME TO other",
    "DROP TABLE audit_entry",
    "SET session_replication_role = replica",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999', now())",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_role_of_the_application_only_adds_and_reads(statement: str, installed: str) -> None:
    before = rows(installed)
    with pytest.raises(psycopg.Error) as refusal:
        ask(installed, APP, statement)
    assert refusal.type is psycopg.errors.InsufficientPrivilege
    assert rows(installed) == before
    ask(installed, APP, "SELECT count(*) FROM audit_entry")


@pytest.mark.parametrize("statement", REFUSED[:3])
def test_the_owner_is_refused_by_the_triggers(statement: str, installed: str) -> None:
    now = statement.replace("seq = 1", "seq = (SELECT max(seq) FROM audit_entry)")
    with pytest.raises(psycopg.errors.RaiseException, match="only added"):
        ask(installed, OWNER, now)


def test_without_the_grants_of_migrate_the_application_may_not_even_read(installed: str) -> None:
    ask(installed, OWNER, "CREATE TABLE beside (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(installed, APP, "SELECT * FROM beside")
    ask(installed, OWNER, "DROP TABLE beside")


@pytest.mark.acceptance("security", 7)
@pytest.mark.parametrize(("role", "right"), [("app", "UPDATE"), ("PUBLIC", "DELETE"), ("app", "TRUNCATE")])
def test_a_wrong_grant_is_found(role: str, right: str, installed: str) -> None:
    whole = run(installed, "audit_verify", "--database=zemag")
    assert (whole.returncode, "whole" in whole.stdout) == (0, True), whole.stdout + whole.stderr
    ask(installed, OWNER, f"GRANT {right} ON audit_entry TO {role}")
    try:
        found = run(installed, "audit_verify", "--database=zemag")
        assert found.returncode == 1
        assert f"the role {role} may {right}" in found.stdout
    finally:
        ask(installed, OWNER, f"REVOKE {right} ON audit_entry FROM {role}")


def test_months_that_are_over_go_by_the_owner_and_the_application_says_that_they_wait(installed: str) -> None:
    before = rows(installed)
    waiting = run(installed, "audit_retention")
    assert waiting.returncode == 1
    assert "OwnerNeeded: zemag" in waiting.stderr
    assert rows(installed) == before
    gone = run(installed, "audit_retention", owner=True)
    assert gone.returncode == 0, gone.stderr
    assert "4 rows deleted" in gone.stdout
    assert run(installed, "audit_retention").returncode == 0
    assert run(installed, "audit_verify", "--database=zemag").returncode == 0


def test_other_commands_do_not_use_the_address_of_the_owner(installed: str) -> None:
    before = rows(installed)
    assert run(installed, "record", owner=True).returncode == 0
    assert rows(installed) == before + 1
    shown = run(
        installed, "shell", "-c", "from django.db import connections as c; print(c['zemag'].settings_dict['USER'])"
    )
    assert shown.stdout.split()[-1] == APP
