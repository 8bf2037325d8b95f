"""What is new and stands on no list is found: routes, page types, cookies, open paths, variables (security, line 3)."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from pages import middleware
from tests.portal.budgets import BUDGETS
from tests.portal.cookies import COOKIES, unlisted
from tests.portal.leaks import client_of
from tests.portal.permission_rows import INTRANET_ROWS, PUBLIC_ROWS, groups_below
from tests.portal.test_permission_matrix import TYPES

pytestmark = pytest.mark.acceptance("security", 3)
ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
CODE = sorted([*(ROOT / "site").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
OPEN = {
    *(f"account_{name}" for name in ("login", "logout", "invite", "inactive", "reset_by_code", "reset_password")),
    *(f"account_reset_password_{name}" for name in ("done", "from_key", "from_key_done")),
    *("mfa_authenticate", "robots", "favicon", "health_alive", "health_ready"),
}
# Read by the machine's own programs as well.
NOT_OURS = {"PATH", "HOME", "CI", "PORT", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"}


def names_below(patterns: Iterable[object]) -> set[str]:
    """Return the groups of routes below some patterns."""
    return {group for group, _address in groups_below(patterns)}


def test_a_route_without_its_row_is_found() -> None:
    planted = URLResolver(RegexPattern(r"^/"), (path("new/", lambda request: HttpResponse(), name="planted"),))
    for rows in (INTRANET_ROWS, PUBLIC_ROWS):
        assert names_below(planted.url_patterns) - set(rows) == {"planted"}


def test_a_page_type_without_its_budget_is_found() -> None:
    names = {model.__name__ for model in TYPES}
    assert names == set(BUDGETS)
    assert names - (set(BUDGETS) - {"NewsPage"}) == {"NewsPage"}


@pytest.mark.django_db
@pytest.mark.usefixtures("sites")
def test_a_cookie_without_its_line_is_found() -> None:
    answer = client_of("stranger", "intranet").get("/de/accounts/login/")
    assert unlisted(answer) == []
    assert unlisted(answer, COOKIES - {settings.CSRF_COOKIE_NAME}) == [settings.CSRF_COOKIE_NAME]


def test_the_notes_on_data_protection_name_every_cookie() -> None:
    text = (DOCS / "data-protection.md").read_text().split("Cookies, on the host")[1].split("Public pages")[0]
    named = set(re.findall(r"^\| `(?:__Host-)?(\w+)` \|", text, re.MULTILINE))
    assert named == {name.removeprefix("__Host-") for name in COOKIES}


@pytest.mark.django_db
@pytest.mark.usefixtures("sites")
def test_a_path_is_open_to_strangers_only_when_it_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(middleware.OPEN_ROUTES) == OPEN
    address = "/de/accounts/security/"
    assert client_of("stranger", "intranet").get(address)["Location"].startswith("/de/accounts/login/")
    monkeypatch.setattr(middleware, "OPEN_ROUTES", middleware.OPEN_ROUTES | {"mfa_index"})
    assert set(middleware.OPEN_ROUTES) - OPEN == {"mfa_index"}


def variables_of(source: str) -> set[str]:
    """Return the environment variables that code reads by name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
        if called and isinstance(node.func.value, ast.Name | ast.Attribute) and isinstance(node.args[0], ast.Constant):
            owner = node.func.value.id if isinstance(node.func.value, ast.Name) else node.func.value.attr
            if owner in {"env", "environ"} and isinstance(node.args[0].value, str):
                found.add(node.args[0].value)
    return found


def test_a_variable_without_its_line_is_found() -> None:
    listed = set(re.findall(r"`([A-Z][A-Z_]+)`", (DOCS / "operations.md").read_text())) | NOT_OURS
    read = set().union(*(variables_of(file.read_text()) for file in CODE))
    assert len(read) > 25
    assert read - listed == set()
    assert variables_of('env.text("NEW_ADDRESS")') - listed == {"NEW_ADDRESS"}
