"""Run the suite on a PostgreSQL of its own in var/services, as an unprivileged user when started by root."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORT = os.environ.get("POSTGRES_TEST_PORT", "54329")
USER = "postgres"
MARKS = "not transactional and not browser and not services and not portal"


def binaries() -> Path:
    """Return the newest PostgreSQL of the system; end the process when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise SystemExit("PostgreSQL is missing: install the package postgresql.")
    return found[-1].parent


def as_server(command: list[str]) -> list[str]:
    """Return a command that runs as the server's user; PostgreSQL refuses root."""
    return ["runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else command


def start(home: Path, folder: Path) -> None:
    """Make a cluster and start it on the loopback address."""
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    data = str(folder / "data")
    run = lambda command: subprocess.run(as_server(command), check=True, stdout=subprocess.DEVNULL)  # noqa: E731, S603
    run([str(home / "initdb"), "-D", data, "-A", "trust", "-U", USER, "--encoding=UTF8", "--locale=C.UTF-8"])
    options = f"-p {PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run([str(home / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"])


def suite() -> int:
    """Run the tests on both databases; return pytest's status."""
    address = f"postgresql://{USER}@127.0.0.1:{PORT}"
    environment = {**os.environ, "DATABASE_URL": f"{address}/portal", "ZEMAG_DATABASE_URL": f"{address}/zemag"}
    command = [sys.executable, "-m", "pytest", "-q", "--create-db", "-m", MARKS, "tests"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


def main() -> int:
    """Start, test, stop."""
    home = binaries()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        start(home, folder)
        try:
            return suite()
        finally:
            stop = [str(home / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"]
            subprocess.run(as_server(stop), check=False, stdout=subprocess.DEVNULL)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
