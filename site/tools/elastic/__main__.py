"""Run the tests of search on an Elasticsearch of their own, drill a cluster of three, or start one to work with."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from nodes import ROOT, SERVICES, Cluster

PAUSE = 0.2
SUITE, DRILL = "tests/search/test_server.py", "tests/search/test_drill.py"


def serve() -> int:
    """Start a server in var/services and print its variables; it runs on. Without Maven there is none."""
    if shutil.which("mvn") is None:
        print("# No search server: the package maven is missing; the database searches.")
        return 0
    folder = SERVICES / "elasticsearch"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cluster = Cluster(folder)
    cluster.start_all()
    print(f"# Process {cluster.running[1].pid}")
    for name, value in cluster.variables.items():
        print(f"export {name}={value}")
    return 0


def obey(cluster: Cluster, orders: Path) -> None:
    """Kill or start the nodes that a test names by a file, `kill-1` or `start-1`."""
    for order in sorted(orders.iterdir()):
        verb, _dash, number = order.name.partition("-")
        if verb == "kill":
            cluster.kill(int(number))
        elif verb == "start":
            cluster.start(int(number))
        order.unlink()


def suite(tests: str, nodes: int, heap: str) -> int:
    """Run tests that need a search server and may order its nodes to die; return pytest's status."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        orders = folder / "orders"
        orders.mkdir()
        cluster = Cluster(folder, nodes, heap)
        cluster.start_all()
        try:
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-m", "portal and services", tests]
            command += ["-s"] if nodes > 1 else []
            environment = {**os.environ, **{f"TEST_{key}": value for key, value in cluster.variables.items()}}
            environment |= {"TEST_DB_SUFFIX": "-elastic", "TEST_ELASTICSEARCH_ORDERS": str(orders)}
            run = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
            while run.poll() is None:
                obey(cluster, orders)
                try:
                    run.wait(PAUSE)
                except subprocess.TimeoutExpired:
                    continue
            return run.returncode
        finally:
            cluster.stop()


if __name__ == "__main__":
    if "--serve" in sys.argv:
        sys.exit(serve())
    sys.exit(suite(DRILL, 3, "320m") if "--drill" in sys.argv else suite(SUITE, 1, "512m"))
