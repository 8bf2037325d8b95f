"""The whole storm on both engines: 50 processes, at least 10,000 operations, 24 kills (SECONDS, KILLS, PROCESSES).

Before it, 200 lives of dates and bookings, step by step (EXAMPLES).
"""

import os
import subprocess
import sys

from engines import on_both

LIVES = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "tests/training/test_lifecycle.py"]

if __name__ == "__main__":
    lives = {**os.environ, "EXAMPLES": os.environ.get("EXAMPLES", "200")}
    if lives["EXAMPLES"] != "0" and subprocess.run(LIVES, env=lives, check=False).returncode:  # noqa: S603
        sys.exit("A life of a date broke a promise.")
    size = {"processes": os.environ.get("PROCESSES", "50"), "seconds": os.environ.get("SECONDS", "240")}
    sys.exit(
        on_both(
            "training_storm",
            "--processes",
            size["processes"],
            "--seconds",
            size["seconds"],
            "--kill",
            os.environ.get("KILLS", "24"),
        )
    )
