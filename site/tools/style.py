"""Style, types, contracts, migrations and the checks of production; stops at the first failure."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "only-for-the-checks-" + "k" * 45,
    "PUBLIC_URL": "https://www.example.org",
    "INTRANET_URL": "https://intranet.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "UPLOAD_SCAN": "off",
    # Made by the step before, which runs with the settings of development.
    "PORTAL_KEY_FILE": "var/portal.key",
    "ZEMAG_KEY_FILE": "var/zemag.key",
    "AUDIT_ANCHOR": "syslog:",
    "ZEMAG_ERASURE_LEDGER": "var/zemag.erasures",
}
STEPS: tuple[tuple[str, list[str], dict[str, str]], ...] = (
    ("ruff", [str(BIN / "ruff"), "check", "."], {}),
    ("format", [str(BIN / "ruff"), "format", "--check", "."], {}),
    ("contracts", [str(BIN / "lint-imports"), "--no-cache"], {}),
    (
        "types",
        [
            str(BIN / "mypy"),
            "accounts",
            "audit",
            "outbox",
            "pages",
            "search",
            "home",
            "news",
            "committees",
            "training",
            "zemag_pages",
            "zemag",
            "demo",
            "site/portal",
        ],
        {},
    ),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("production", [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("texts", [sys.executable, "site/tools/messages.py", "--check"], {}),
    ("acceptance", [sys.executable, "site/tools/acceptance.py"], {}),
)


def main() -> int:
    """Run every step; return 1 at the first that fails."""
    (ROOT / "var" / "assets").mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "LOG_LEVEL": "ERROR"}
    for name, command, extra in STEPS:
        result = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env={**environment, **extra}, capture_output=True, text=True, check=False
        )
        print(f"{name}: {'ok' if result.returncode == 0 else 'FAILED'}", flush=True)
        if result.returncode:
            print(result.stdout[-6000:], result.stderr[-6000:])
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
