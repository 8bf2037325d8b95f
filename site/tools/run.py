"""Bring up the whole portal: databases, content, web server, worker and tick; stopped together by Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORT = os.environ.get("PORT", "8000")
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
PREPARE = ["site/tools/prepare.py"]
WEB = ["-m", "uvicorn", "portal.asgi:application", "--host", "127.0.0.1", "--port", PORT, "--no-access-log"]
BESIDE = (
    ["manage.py", "db_worker", "--queue-name", "*", "--verbosity", "0"],
    ["manage.py", "tick", "--every", "30"],
)
WELCOME = """
  Public site   http://localhost:{port}/de/    http://localhost:{port}/en/
  Intranet      http://intranet.localhost:{port}/de/
  Editors       http://intranet.localhost:{port}/admin/

  Demo accounts: superuser, staff, staff2, editor, approver, approver2, press, translator, committees,
  ism, training_office, training_qa, trainer, site_admin, technical_admin, data_protection  (each @example.org)
  Password of all: {password}
  ZeMAG: zemag_lead, zemag_quality, zemag_quality2, zemag_quality3, zemag_legal, zemag_enquirer, zemag_enquirer2,
  zemag_coordinator, zemag_head, zemag_statistics, zemag_council, zemag_editor, data_protection2
  superuser, technical_admin, staff2 (a supervisor) and most of ZeMAG and data protection also need a code:
  {command} demo_code prints it, or put this key into an app for one-time codes: {secret}

  Stop with Ctrl-C.
"""


def demo(name: str) -> str:
    """Return the password or the secret of the demo accounts from the room that makes them."""
    source = (ROOT / "accounts" / "services.py").read_text("utf-8")
    return source.split(f'{name} = "', 1)[1].split('"', 1)[0]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start one part of the portal."""
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=ENVIRONMENT)  # noqa: S603


def wait_for_web(part: subprocess.Popen[bytes], *, seconds: int = 60) -> None:
    """Wait until the web server takes connections, ends, or the time is over."""
    end = time.monotonic() + seconds
    while part.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(PORT))) == 0:
                return
        time.sleep(0.1)


def main() -> int:
    """Prepare, serve, and stop everything when one part ends."""
    (ROOT / "var").mkdir(exist_ok=True)
    quiet = {**ENVIRONMENT, "LOG_LEVEL": "WARNING"}
    subprocess.run([sys.executable, *PREPARE], cwd=ROOT, env=quiet, check=True)  # noqa: S603
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parts = [start(WEB)]
    try:
        # One after the other: on two cores the first page comes seconds earlier.
        wait_for_web(parts[0])
        parts += [start(command) for command in BESIDE]
        known = {"password": demo("DEMO_PASSWORD"), "secret": demo("DEMO_TOTP_SECRET")}
        print(WELCOME.format(port=PORT, command=".venv/bin/python manage.py", **known), flush=True)
        while all(part.poll() is None for part in parts):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    for part in parts:
        part.terminate()
    for part in parts:
        part.wait(timeout=20)
    return 0


if __name__ == "__main__":
    sys.exit(main())
