"""Copies of migrated databases: each run starts from a file that was built once, instead of 50 s of migrations."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
ROOMS = (
    "demo",
    "home",
    "news",
    "committees",
    "training",
    "zemag_pages",
    "zemag",
    "search",
    "pages",
    "audit",
    "outbox",
    "accounts",
    "site/portal",
)
# Set by a developer who works on tests alone: the portal's content is then not loaded again after each change of code.
KEEP = "KEEP_TEST_PORTAL"


def digest(kind: str) -> str:
    """Return a digest of everything that decides what an `empty` or a `portal` database holds."""
    made = hashlib.sha256(kind.encode())
    made.update((ROOT / "requirements.txt").read_bytes())
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".toml", ".md"} and (kind == "portal" or "migrations" in path.parts):
                made.update(path.read_bytes())
    return made.hexdigest()


def fresh_copy(kind: str, targets: dict[str, Path], *, force: bool) -> None:
    """Put a copy of the database of a kind at each alias's path, unless a copy of the same state stands there."""
    VAR.mkdir(exist_ok=True)
    # One lock for all kinds: the portal starts from the empty database.
    with (VAR / "test-templates.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        state = template(kind)
        for alias, target in targets.items():
            mark = target.with_name(target.name + ".state")
            if not force and target.exists() and mark.exists() and mark.read_text() == state:
                continue
            for leftover in VAR.glob(target.name + "-*"):
                leftover.unlink()
            shutil.copyfile(path_of(kind, alias), target)
            mark.write_text(state)


def path_of(kind: str, alias: str) -> Path:
    """Return where the database of a kind is kept."""
    return VAR / f"test-template-{kind}-{alias}.sqlite3"


def template(kind: str) -> str:
    """Build the database of a kind when it is missing or stale; return its state."""
    mark = VAR / f"test-template-{kind}.state"
    wanted = digest(kind)
    if mark.exists() and (mark.read_text() == wanted or (kind == "portal" and os.environ.get(KEEP))):
        return mark.read_text()
    mark.unlink(missing_ok=True)
    for alias in ("default", "zemag"):
        for path in VAR.glob(path_of(kind, alias).name + "*"):
            path.unlink()
        if kind == "portal":
            template("empty")
            shutil.copyfile(path_of("empty", alias), path_of(kind, alias))
    commands = [["load_demo"]] if kind == "portal" else [["migrate"], ["migrate", "--database", "zemag"]]
    urls = {alias: f"sqlite:///{path_of(kind, alias)}" for alias in ("default", "zemag")}
    for command in commands:
        manage([*command, "--verbosity", "0"], urls)
    mark.write_text(wanted)
    return wanted


def manage(command: list[str], urls: dict[str, str]) -> None:
    """Run a management command on two databases."""
    environment = {
        **os.environ,
        "DATABASE_URL": urls["default"],
        "ZEMAG_DATABASE_URL": urls["zemag"],
        "MEDIA_ROOT": str(VAR / "test-media"),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "LOG_LEVEL": "ERROR",
    }
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
