"""The servers of a measurement: nginx before two gunicorn groups, the product and plain bytes."""

import os
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
HOME = ROOT / "var" / "bench"
BYTES = HOME / "bytes"
NGINX, PRODUCT, PLAIN = 8710, 8711, 8712
HOST = "www.example.org"
NGINX_CONF = """
pid {home}/nginx.pid; error_log {home}/nginx.log; worker_processes 1; daemon off; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/html; types {{ text/html html; }}
  client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3;
  uwsgi_temp_path {home}/t4; scgi_temp_path {home}/t5;
  upstream product {{ server 127.0.0.1:{product}; keepalive 16; }}
  upstream plain {{ server 127.0.0.1:{plain}; keepalive 16; }}
  server {{
    listen 127.0.0.1:{nginx};
    location /file/ {{ alias {bytes}/; }}
    location /plain/ {{ proxy_pass http://plain/; proxy_http_version 1.1; proxy_set_header Connection ""; }}
    location / {{
      proxy_pass http://product; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host {host}; proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Forwarded-For $remote_addr;
    }}
  }}
}}
"""


def environment() -> dict[str, str]:
    """Return production settings with secrets that are worth nothing."""
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_KEY_FILE": "var/portal.key",
        "ZEMAG_KEY_FILE": "var/zemag.key",
        "SECRET_KEY": "only-for-measuring-" + "k" * 45,
        "PUBLIC_URL": f"https://{HOST}",
        "INTRANET_URL": "https://intranet.example.org",
        "EMAIL_URL": "console://",
        "UPLOAD_SCAN": "off",
        "DATABASE_URL": f"sqlite:///{HOME / 'portal.sqlite3'}",
        "ZEMAG_DATABASE_URL": f"sqlite:///{HOME / 'zemag.sqlite3'}",
        "MEDIA_ROOT": str(HOME / "media"),
        "TRUSTED_PROXIES": "1",
        "LOG_LEVEL": "WARNING",
        "BENCH_BYTES": str(BYTES),
    }


def fetch(path: str) -> bytes:
    """Return an answer of nginx."""
    with urllib.request.urlopen(f"http://127.0.0.1:{NGINX}{path}", timeout=30) as response:  # nosec B310
        body: bytes = response.read()
        return body


@dataclass
class Servers:
    """Processes that are started together and stopped together."""

    processes: dict[str, subprocess.Popen[Any]] = field(default_factory=dict)

    def gunicorn(self, name: str, application: str, port: int) -> None:
        """Start two workers with four threads."""
        command = [sys.executable, "-m", "gunicorn", "--config", "site/gunicorn.conf.py", "--no-control-socket"]
        command += [
            "--workers",
            "2",
            "--bind",
            f"127.0.0.1:{port}",
            # A worker that is renewed in the middle of a round would take its processor time with it.
            "--max-requests",
            "0",
            "--pythonpath",
            "site,site/tools/bench",
            application,
        ]
        self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=environment(), stderr=subprocess.DEVNULL)  # noqa: S603

    def nginx(self) -> None:
        """Start nginx with a configuration of its own."""
        user = "user root;" if os.geteuid() == 0 else ""
        names = {"home": HOME, "bytes": BYTES, "nginx": NGINX, "product": PRODUCT, "plain": PLAIN, "host": HOST}
        conf = HOME / "nginx.conf"
        conf.write_text(NGINX_CONF.format(user=user, **names))
        self.processes["nginx"] = subprocess.Popen(["nginx", "-c", str(conf)], stderr=subprocess.DEVNULL)  # noqa: S603, S607

    def wait(self, path: str) -> None:
        """Wait until an address answers; raise TimeoutError after 60 seconds."""
        for _try in range(120):
            try:
                fetch(path)
                return
            except OSError:
                time.sleep(0.5)
        raise TimeoutError(path)

    def family(self, name: str) -> list[int]:
        """Return the process ids of a server and its workers."""
        parent = self.processes[name].pid
        found = [parent]
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(stat.parent.name))
        return found

    def stop(self) -> None:
        """Stop everything."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(timeout=20)
