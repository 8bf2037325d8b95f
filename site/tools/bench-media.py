"""Measure the one media view and the nightly comparison of 2,000 files; fails when a limit of the design is missed."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = [
    "tests/pages/test_media_view.py::test_the_view_answers_within_thirty_milliseconds",
    "tests/pages/test_reconcile_speed.py::test_two_thousand_files_are_reconciled_within_a_minute",
]


def main() -> int:
    """Run the two measurements and print their figures."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "TEST_DB_SUFFIX": "-bench-media"}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *TESTS]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    figures = [line.lstrip(".") for line in result.stdout.splitlines() if "media view:" in line or "reconcile" in line]
    print("\n".join(figures) or result.stdout[-2000:])
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
