"""Fresh databases of both engines, for drills that need a whole one of their own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parents[2]


def _environment(default: str, zemag: str) -> dict[str, str]:
    """Return the variables of a run on two databases."""
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": default,
        "ZEMAG_DATABASE_URL": zemag,
        "LOG_LEVEL": "ERROR",
    }


def manage(environment: dict[str, str], *command: str) -> int:
    """Run a management command; return its status."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=False
    ).returncode


@contextmanager
def _sqlite() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        yield _environment(f"sqlite:///{folder}/portal.sqlite3", f"sqlite:///{folder}/zemag.sqlite3")


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    home = postgres.binaries()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        postgres.start(home, folder)
        address = f"postgresql://{postgres.USER}@127.0.0.1:{postgres.PORT}"
        ask = [str(home / "psql"), "-h", "127.0.0.1", "-p", postgres.PORT, "-U", postgres.USER, "-qtA", "-c"]
        try:
            for database in ("drill", "drill_zemag"):
                subprocess.run([*ask, f"CREATE DATABASE {database}"], check=True)  # noqa: S603
            yield _environment(f"{address}/drill", f"{address}/drill_zemag")
        finally:
            stop = [str(home / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"]
            subprocess.run(postgres.as_server(stop), check=False, stdout=subprocess.DEVNULL)  # noqa: S603


ENGINES = {"SQLite": _sqlite, "PostgreSQL": _postgresql}


def on_both(*command: str) -> int:
    """Run a command on a fresh database of each engine (ENGINE names one); return the worst status."""
    chosen = os.environ.get("ENGINE", "")
    worst = 0
    for name, engine in ENGINES.items():
        if chosen and chosen.casefold() != name.casefold():
            continue
        with engine() as environment:
            print(f"{name}: migrating", flush=True)
            for database in ("default", "zemag"):
                worst = max(worst, manage(environment, "migrate", "--database", database, "--verbosity", "0"))
            print(f"{name}: manage.py {' '.join(command)}", flush=True)
            worst = max(worst, manage(environment, *command))
    return worst
