"""The only place that reads environment variables."""

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
# Run by the owner of the databases, where there is one; everything else runs as the application.
OWNERS_COMMANDS = {"migrate", "audit_retention", "zemag_backup", "zemag_restore"}


class MissingVariable(SystemExit):
    """A required variable is not set: the process ends with status 1 and one line that names it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Environment variable {name} is required in production but not set.")


def text(name: str, default: str = "") -> str:
    """Return the variable, or the default when it is unset or empty."""
    return os.environ.get(name) or default


def required(name: str) -> str:
    """Return the variable; end the process with status 1 when it is missing."""
    value = os.environ.get(name, "")
    if not value:
        raise MissingVariable(name)
    return value


def number(name: str, default: int) -> int:
    """Return the variable as an integer; end the process when it is none."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise SystemExit(f"Environment variable {name} must be a whole number.") from None


def switch(name: str, default: bool = False) -> bool:
    """Return the variable as a yes/no value (1, true, yes, on mean yes)."""
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def names(name: str) -> list[str]:
    """Return the variable as a list of comma separated values."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def folder(name: str, default: str) -> Path:
    """Return the variable as a path; relative paths start at the project folder."""
    return ROOT / text(name, default)


def database(name: str, default_file: str) -> dict[str, object]:
    """Return Django's database settings for a sqlite:// or postgresql:// address.

    SQLite runs with WAL, IMMEDIATE transactions and full synchronisation (platform design, section 7).
    """
    url = owner_of(name) or text(name, f"sqlite:///{ROOT / default_file}")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(url.removeprefix("sqlite:///"), secure_delete=name.startswith("ZEMAG"))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": "-c lock_timeout=5000 -c statement_timeout=15000"},
        }
    raise SystemExit(f"Environment variable {name} must start with sqlite:/// or postgresql://.")


def owner_of(name: str) -> str:
    """Return the address with which the owner of a database signs in, for the commands that need it and no other."""
    wanted = len(sys.argv) > 1 and sys.argv[1] in OWNERS_COMMANDS
    return text(name.replace("DATABASE_URL", "DATABASE_OWNER_URL")) if wanted else ""


def role(name: str) -> str:
    """Return the role with which the application signs in to a database; empty unless its owner acts now."""
    return unquote(urlsplit(text(name)).username or "") if owner_of(name) else ""


# A search reads thousands of pages of the file; mapped (128 MB), they are not copied through a cache of 2 MB.
MAPPED = "PRAGMA mmap_size=134217728;"


def _sqlite(path: str, *, secure_delete: bool) -> dict[str, object]:
    """Return the settings of one SQLite file."""
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    if secure_delete:
        pragmas += " PRAGMA secure_delete=ON;"
    else:
        pragmas += f" {MAPPED}"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(ROOT / path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }
