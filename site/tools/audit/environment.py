"""The tools in an environment of their own, so that they change no version of the product."""

import os
import subprocess
import sys
from pathlib import Path

from steps import Missing

ROOT = Path(__file__).resolve().parents[3]
REPORTS = ROOT / "var" / "audit"
HOME = ROOT / ".venv-audit"
PYTHON = ROOT / ".venv" / "bin" / "python"


def prepare() -> bool:
    """Install the pinned tools when the list has changed; return whether a missing tool is a failure (CI is set)."""
    subprocess.run([sys.executable, str(ROOT / "site/tools/setup.py"), "audit"], check=False)  # noqa: S603
    return bool(os.environ.get("CI"))


def tool(name: str) -> str:
    """Return the path of an installed tool; raise Missing."""
    path = HOME / "bin" / name
    if not path.exists():
        raise Missing(f"{name} is missing")
    return str(path)


def output(command: list[str], **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project; its text is caught."""
    paths = f"{HOME / 'bin'}:{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": paths, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", **extra}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def last_lines(done: subprocess.CompletedProcess[str], number: int = 30) -> list[str]:
    """Return the end of what a failed command said; nothing for one that went well."""
    if done.returncode == 0:
        return []
    return [*done.stdout.splitlines()[-number:], *done.stderr.splitlines()[-number:]] or [
        f"ended with {done.returncode}"
    ]


def python() -> str:
    """Return the interpreter of the product."""
    return str(PYTHON) if PYTHON.exists() else sys.executable
