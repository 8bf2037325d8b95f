"""The whole storm on both engines: 50 processes, at least 10,000 operations, 24 kills (SECONDS, KILLS, PROCESSES)."""

import os
import sys

from engines import on_both

if __name__ == "__main__":
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
