"""Measure home, article, list and search against a static file and a bare server, in one run on one machine."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict
from typing import Any

from rounds import Round, middle, run
from servers import BYTES, HOME, NGINX, PLAIN, PRODUCT, ROOT, Servers, environment, fetch

ROUNDS = int(os.environ.get("ROUNDS", "7"))
SECONDS = int(os.environ.get("ROUND_SECONDS", "5"))
QUIET, ENOUGH = 0.10, 3
# Row, address, goal: processor time at most this many times that of the bare server (platform design, section 10).
ROWS = (
    ("home", "/de/", 50),
    ("article", "/de/aktuelles/zwei-tage-rotterdam/", 50),
    ("list", "/de/aktuelles/", 50),
    ("search", "/de/suche/?q=polizei", 90),
)


def prepare() -> None:
    """Build assets, databases and content; quick when they are there."""
    BYTES.mkdir(parents=True, exist_ok=True)
    (HOME / "media").mkdir(exist_ok=True)
    manage = [sys.executable, "manage.py"]
    # The content to try is never part of a production installation, so it is loaded with the settings of development.
    trying = {**environment(), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    for command, settings in (
        ([*manage, "collectstatic", "--noinput", "--verbosity", "0"], environment()),
        ([*manage, "migrate", "--verbosity", "0"], trying),
        ([*manage, "migrate", "--database", "zemag", "--verbosity", "0"], trying),
        ([sys.executable, "site/tools/bench/content.py"], trying),
    ):
        subprocess.run(command, cwd=ROOT, env=settings, check=True)  # noqa: S603


def measure(servers: Servers, name: str, path: str) -> dict[str, list[Round]]:
    """Run the rounds of one row in the order A X B X; return them by kind."""
    (BYTES / f"{name}.html").write_bytes(fetch(path))
    found: dict[str, list[Round]] = {"A": [], "X": [], "B": []}
    base = f"http://127.0.0.1:{NGINX}"
    for _round in range(ROUNDS):
        for kind, url, server, connections in (
            ("A", f"{base}/file/{name}.html", "nginx", 16),
            ("X", f"{base}{path}", "product", 4),
            ("B", f"{base}/plain/{name}", "plain", 4),
            ("X", f"{base}{path}", "product", 4),
        ):
            # What stands in front of a server works for it, too.
            pids = list({*servers.family("nginx"), *servers.family(server)})
            found[kind].append(run(url, pids, seconds=SECONDS, connections=connections))
    return found


def figures(found: dict[str, list[Round]]) -> dict[str, Any] | None:
    """Return the medians of quiet rounds, or None when fewer than three of a kind were quiet."""
    quiet = {kind: [each for each in rounds if each.foreign < QUIET] for kind, rounds in found.items()}
    if any(len(rounds) < min(ENOUGH, ROUNDS) for rounds in quiet.values()):
        return None
    return {kind: asdict(middle(rounds)) for kind, rounds in quiet.items()}


def report(rows: dict[str, dict[str, Any] | None]) -> int:
    """Print the table; return 3 when a row was too busy for ratios, 4 when a goal is missed."""
    heads = ("req/s", "p50 ms", "p99 ms", "CPU ms")
    print(
        f"{'row':<9}" + "".join(f"{head:>9}" for head in heads),
        f"{'static':>13}{'ratio':>9}{'CPU/bare':>12}{'goal':>7}",
    )
    status = 0
    for name, _path, goal in ROWS:
        row = rows[name]
        if row is None:
            print(f"{name:<9}busy: fewer than {ENOUGH} quiet rounds")
            status = 3
            continue
        file, own, bare = row["A"], row["X"], row["B"]
        factor = own["cpu"] / max(bare["cpu"], 0.001)
        print(
            f"{name:<9}{own['rate']:>9.1f}{own['p50']:>9.2f}{own['p99']:>9.2f}{own['cpu']:>9.2f}{file['rate']:>14.0f}"
            f"{own['rate'] / file['rate']:>9.4f}{factor:>12.1f}{goal:>7}"
        )
        if factor > goal and not status:
            status = 4
    return status


def main() -> int:
    """Prepare, measure, report, keep the figures."""
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if missing:
        print(f"Missing: {', '.join(missing)}. Without them nothing can be compared; install them and run again.")
        return 2
    prepare()
    servers = Servers()
    try:
        servers.gunicorn("product", "portal.wsgi:application", PRODUCT)
        servers.nginx()
        for _name, path, _goal in ROWS:
            servers.wait(path)
            (BYTES / f"{_name}.html").write_bytes(fetch(path))
        servers.gunicorn("plain", "plain:application", PLAIN)
        servers.wait("/plain/home")
        rows = {name: figures(measure(servers, name, path)) for name, path, _goal in ROWS}
    finally:
        servers.stop()
    (HOME / f"{time.strftime('%Y%m%d-%H%M%S')}.json").write_text(json.dumps(rows, indent=1))
    return report(rows)


if __name__ == "__main__":
    sys.exit(main())
