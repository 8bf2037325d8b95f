"""Pin every package with its hashes; no index address is written."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--universal",
    "--python-version=3.11",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
)


def main() -> None:
    """Write the pinned lists from their .in files; keep pins that still fit."""
    for name in ("requirements", "requirements-dev", "requirements-audit", "requirements-search"):
        command = [str(UV), "pip", "compile", *OPTIONS, f"{name}.in", "-o", f"{name}.txt"]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
