"""Pages of a production installation: every address of a built file exists, and every page type is served."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.databases import path_of

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "PORTAL_KEY_FILE": "var/portal.key",
    "ZEMAG_KEY_FILE": "var/zemag.key",
    "SECRET_KEY": "only-for-this-test-" + "k" * 45,
    "PUBLIC_URL": "https://www.example.org",
    "INTRANET_URL": "https://intranet.example.org",
    "EMAIL_URL": "console://",
    "UPLOAD_SCAN": "off",
    "LOG_LEVEL": "CRITICAL",
    "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
}
STATIC = re.compile(r"""static(?:files_storage\.url)?\(?\s*['"]([\w./-]+\.\w+)['"]""")
ASK = """
import json, django; django.setup()
from django.conf import settings
from django.test import Client
from wagtail.models import Page, Site
from accounts.models import User
for site in Site.objects.all():
    site.hostname = "intranet.example.org" if site.site_name == "intranet" else "www.example.org"
    site.port = 443
    site.save()
public, staff = Client(HTTP_HOST="www.example.org"), Client(HTTP_HOST="intranet.example.org")
staff.force_login(User.objects.get(email="superuser@example.org"), backend="accounts.backends.LocalBackend")
found, seen = {}, set()
for page in Page.objects.filter(live=True, depth__gt=1).select_related("content_type").order_by("path"):
    key = (page.content_type_id, page.locale_id, page.url_path[:8])
    if key in seen:
        continue
    seen.add(key)
    kind, _sep, rest = page.url_path.strip("/").partition("-")
    language, _sep, below = rest.partition("/")
    client = staff if kind == "intranet" else public
    answer = client.get(f"/{language}/{below}{'/' if below else ''}", secure=True)
    found[page.url_path] = [answer.status_code, answer.headers.get("Strict-Transport-Security", "")]
for path in ("/favicon.ico", "/robots.txt", "/sitemap.xml", "/de/gibt-es-nicht/"):
    found[path] = [public.get(path, secure=True).status_code, ""]
print(json.dumps(found))
"""


def named_files() -> set[str]:
    """Return the names of built files that templates and modules ask for."""
    found: set[str] = set()
    for room in ("accounts", "pages", "home", "news", "committees", "site/templates"):
        for path in (ROOT / room).rglob("*"):
            if path.suffix in {".py", ".html"}:
                found |= set(STATIC.findall(path.read_text()))
    return found


def test_every_named_file_is_built() -> None:
    names = named_files()
    assert {"site.css", "brand/og.png", "brand/favicon.ico"} <= names
    assert [name for name in sorted(names) if not (settings.VAR / "assets" / name).is_file()] == []


@pytest.mark.acceptance("architecture", 13)
def test_a_production_installation_serves_every_page_type(portal: None, tmp_path: Path) -> None:
    for alias in ("default", "zemag"):
        shutil.copy(path_of("portal", alias), tmp_path / f"{alias}.sqlite3")
    environment = {
        **os.environ,
        **PRODUCTION,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'default.sqlite3'}",
        "ZEMAG_DATABASE_URL": f"sqlite:///{tmp_path / 'zemag.sqlite3'}",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    answers = json.loads(done.stdout)
    special = {"/favicon.ico": 302, "/de/gibt-es-nicht/": 404}
    wrong = {path: answer for path, answer in answers.items() if answer[0] != special.get(path, 200)}
    assert wrong == {}
    assert len(answers) > 60
    assert all(
        answer[1].startswith("max-age=63072000")
        for path, answer in answers.items()
        if path.startswith(("/public-", "/intranet-"))
    )
