"""Make a virtual environment with pinned packages; does nothing when it is fresh. Needs Python alone."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The tools of the audit have an environment of their own, so that they change no version of the product. Their list is
# complete and hashed; without `--no-deps` the installer would only look for conflicts among tools.
KINDS = {
    "product": (".venv", "requirements-dev.txt", []),
    "audit": (".venv-audit", "requirements-audit.txt", ["--no-deps"]),
}


def main(kind: str = "product") -> None:
    """Install when the lock has changed since the last time."""
    if sys.version_info < (3, 11):  # noqa: UP036
        raise SystemExit("Python 3.11 or newer is needed.")
    home, lock, options = ROOT / KINDS[kind][0], ROOT / KINDS[kind][1], KINDS[kind][2]
    stamp = home / "packages.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", *options, "-r", str(lock)]
    subprocess.run(command, check=True)  # noqa: S603
    stamp.write_text(wanted)


main(*sys.argv[1:])
