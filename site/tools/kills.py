"""Drills that take long, on both engines: kills while answering (S24) and while keys change (S23), canaries (S20)."""

import os
import subprocess
import sys
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parents[2]
TESTS = ["tests/audit/test_log_before_answer.py", "tests/zemag/test_inquiry_faults.py", "tests/zemag/test_rotation.py"]
CANARIES = "tests/zemag/test_canary_persons.py"
CHOSEN = ["-p", "no:xdist", "-k", "killed or no_store_holds", *TESTS, CANARIES]
OPTIONS = ["-q", "--create-db", "-m", "transactional", *CHOSEN]


def main() -> int:
    """Run the rounds on SQLite, then on a PostgreSQL of their own; return pytest's status."""
    for name, size in (("KILLS", "100"), ("ROWS", "20000"), ("CLIENTS", "8"), ("CANARIES", "100"), ("TURNS", "10")):
        os.environ.setdefault(name, size)
    environment = {**os.environ, "TEST_DB_SUFFIX": "-kills"}
    command = [sys.executable, "-m", "pytest", *OPTIONS]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603
    postgres.RUNS = ((CHOSEN, "transactional"),)
    return status or postgres.main()


if __name__ == "__main__":
    sys.exit(main())
