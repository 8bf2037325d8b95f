"""Make the virtual environment with pinned packages; does nothing when it is fresh. Needs Python alone."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv"
LOCK = ROOT / "requirements-dev.txt"
STAMP = HOME / "packages.sha256"


def main() -> None:
    """Install when the lock has changed since the last time."""
    if sys.version_info < (3, 11):  # noqa: UP036
        raise SystemExit("Python 3.11 or newer is needed.")
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    if not (HOME / "bin" / "python").exists():
        venv.create(HOME, with_pip=True)
    command = [str(HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
    subprocess.run(command, check=True)  # noqa: S603
    STAMP.write_text(wanted)


main()
