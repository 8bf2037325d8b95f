"""Strangers learn nothing of the intranet and nobody learns of what is not open to them (promise S01)."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from wagtail import hooks

from pages import routing
from pages.wagtail_hooks import ask_strangers_to_sign_in
from tests.portal.leaks import Canaries, cells, leaks, make_canaries

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture
def canaries(portal: None, db: None) -> Canaries:
    """Closed pages in every state, with private files."""
    return make_canaries()


@pytest.mark.acceptance("security", "S01")
@pytest.mark.acceptance("content", 8)
@pytest.mark.acceptance("content", 9)
def test_no_cell_of_the_matrix_leaks(canaries: Canaries, capsys: pytest.CaptureFixture[str]) -> None:
    found, number = leaks(cells(canaries), canaries)
    with capsys.disabled():
        print(f"\nleak matrix: {number} cells, {len(found)} leaks")
    assert found == []
    assert number >= 2000


@pytest.fixture
def hook_at_order_1(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let Wagtail answer OPTIONS before the gate's hook, and routing find what the reader may not see."""
    monkeypatch.setattr(routing, "visible_to", lambda _user, pages: pages.filter(live=True))
    registered = hooks._hooks["before_serve_page"]
    before = list(registered)
    registered[:] = [(hook, 1 if hook is ask_strangers_to_sign_in else order) for hook, order in before]
    yield
    registered[:] = before


@pytest.mark.acceptance("security", "S01")
def test_the_matrix_finds_a_hook_that_comes_too_late(canaries: Canaries, hook_at_order_1: None) -> None:
    found, _number = leaks((cell for cell in cells(canaries) if cell.path in canaries.addresses), canaries)
    assert any("verb='options'" in leak and "200 instead of" in leak for leak in found)


@pytest.mark.acceptance("security", "S01")
def test_the_matrix_finds_a_missing_gate(canaries: Canaries) -> None:
    from_settings = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "pages.middleware.LocaleMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    with override_settings(MIDDLEWARE=from_settings):
        closed = [cell for cell in cells(canaries) if cell.persona == "stranger" and cell.path in canaries.addresses]
        found, _number = leaks(closed, canaries)
    assert any("host='intranet'" in leak and "404 instead of" in leak for leak in found)
