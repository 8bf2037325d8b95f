"""Run the suite on a PostgreSQL of its own, or start one to work with; as an unprivileged user when started by root."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORT = os.environ.get("POSTGRES_TEST_PORT", "54329")
USER = "postgres"
PARALLEL = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "tests"]
RUNS = (
    (PARALLEL, "not transactional and not browser and not services and not portal"),
    (PARALLEL, "portal and not browser and not transactional"),
    (PARALLEL, "transactional and not portal and not browser and not services"),
)
ROLES = ("portal", "zemag")
SERVICES = ROOT / "var" / "services"


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
    restart(home, folder)


def restart(home: Path, folder: Path) -> None:
    """Start the server of a cluster that exists; its socket stands in a short path."""
    data = str(folder / "data")
    # The storms of the suite open a hundred connections to each database at once.
    room = "-c max_connections=500"
    options = f"-p {PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off {room}"
    command = [str(home / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"]
    subprocess.run(as_server(command), check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def suite() -> int:
    """Run the tests on both databases; return pytest's status."""
    address = f"postgresql://{USER}@127.0.0.1:{PORT}"
    environment = {**os.environ, "DATABASE_URL": f"{address}/portal", "ZEMAG_DATABASE_URL": f"{address}/zemag"}
    for options, marks in RUNS:
        command = [sys.executable, "-m", "pytest", "-q", "--create-db", "-m", marks, *options]
        status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603
        if status:
            return status
    return 0


def serve() -> int:
    """Start a server with two databases of two roles in var/services and print the variables; it runs on."""
    home, folder = binaries(), SERVICES / "postgresql"
    ask = [str(home / "psql"), "-h", "127.0.0.1", "-p", PORT, "-U", USER, "-qtA", "-c"]
    if not folder.exists():
        folder.mkdir(parents=True)
        start(home, folder)
        for role in ROLES:
            for statement in (f"CREATE ROLE {role} LOGIN", f"CREATE DATABASE {role} OWNER {role}"):
                subprocess.run([*ask, statement], check=True)  # noqa: S603
            subprocess.run([*ask, f"REVOKE CONNECT ON DATABASE {role} FROM PUBLIC"], check=True)  # noqa: S603
    elif subprocess.run([*ask, "SELECT 1"], capture_output=True, check=False).returncode:  # noqa: S603
        restart(home, folder)
    for variable, role in (("DATABASE_URL", "portal"), ("ZEMAG_DATABASE_URL", "zemag")):
        print(f"export {variable}=postgresql://{role}@127.0.0.1:{PORT}/{role}")
    return 0


def main() -> int:
    """Start, test, stop; with `--serve` only start."""
    if "--serve" in sys.argv:
        return serve()
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
