"""Run the tests of the virus scanner on a clamd of its own, or start one to work with; no signatures are downloaded."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "var" / "services"
# Two signatures, written by hand: a mark of this house, and the test text of the industry in two halves.
SIGNATURES = {
    "Umsicht.Test.Mark": b"UMSICHT-TEST-MARK",
    "Umsicht.Test.Eicar": rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + rb"-ANTIVIRUS-TEST-FILE!$H+H*",
}
SECONDS = 30


def binary() -> str | None:
    """Return the scanner of the system, or None."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Write database and settings into a folder, start clamd there and wait for its socket."""
    database = folder / "database"
    database.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}:0:*:{content.hex()}" for name, content in SIGNATURES.items()]
    (database / "test.ndb").write_text("\n".join(lines) + "\n")
    path = folder / "clamd.conf"
    path.write_text(
        f"LocalSocket {folder / 'socket'}\nFixStaleSocket yes\nDatabaseDirectory {database}\n"
        f"LogFile {folder / 'log'}\nForeground yes\nMaxThreads 2\nStreamMaxLength 40M\n"
    )
    command = [binary() or "clamd", f"--config-file={path}"]
    server = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    for _turn in range(SECONDS * 10):
        if (folder / "socket").is_socket():
            return server
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"clamd did not start: see {folder / 'log'}")


def serve() -> int:
    """Start a scanner in var/services and print its variable; it runs on."""
    folder = SERVICES / "clamav"
    shutil.rmtree(folder, ignore_errors=True)
    start(folder)
    print(f"export CLAMAV_SOCKET={folder / 'socket'}")
    return 0


def suite() -> int:
    """Run the tests that need a scanner; return pytest's status."""
    with tempfile.TemporaryDirectory() as name:
        server = start(Path(name))
        environment = {**os.environ, "CLAMAV_TEST_SOCKET": f"{name}/socket"}
        command = [sys.executable, "-m", "pytest", "-q", "-m", "services", "tests/pages/test_scanner.py"]
        try:
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603
        finally:
            server.terminate()
            server.wait()


def main() -> int:
    """Start, test, stop; with `--serve` only start. Without clamd say so, and fail where CI=1."""
    if binary() is None:
        print("# clamd is missing (package clamav-daemon): uploads are not scanned, its tests are skipped.")
        return int(os.environ.get("CI") == "1")
    return serve() if "--serve" in sys.argv else suite()


if __name__ == "__main__":
    sys.exit(main())
