"""Log lines hold nothing that somebody typed, and nobody can forge one (promise S55)."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from portal.logging import FIELDS, formatter
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
CANARY = "Kanarienvogel"
ALWAYS = {"time", "level", "event", "process"}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the house would write on its standard output."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    yield out
    root.setLevel(level)
    root.removeHandler(handler)


def parsed(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.acceptance("security", "S55")
@pytest.mark.acceptance("platform", 12)
def test_no_line_holds_what_somebody_typed(lines: io.StringIO, public: Client, stranger: Client) -> None:
    public.get("/de/suche/", {"q": CANARY})
    public.get(f"/de/{CANARY.lower()}/", {"x": CANARY})
    public.post("/de/barriere-melden/", {"text": CANARY, "email": f"{CANARY}@example.org"})
    UserFactory(email=f"{CANARY.lower()}@example.org")
    stranger.post("/de/accounts/login/", {"login": f"{CANARY.lower()}@example.org", "password": CANARY})
    stranger.get(f"/media/originals/{CANARY}.png")
    written = lines.getvalue()
    assert CANARY.lower() not in written.lower()
    assert len([line for line in parsed(lines) if line["event"] == "request"]) == 5


@pytest.mark.acceptance("security", "S55")
def test_a_request_cannot_forge_a_line(lines: io.StringIO, public: Client) -> None:
    forged = 'x\n{"level": "ERROR", "event": "forged"}'
    public.get("/de/", headers={"X-Request-ID": forged, "User-Agent": forged})
    public.get("/de/%0A%7B%22event%22:%22forged%22%7D/")
    logging.getLogger("elsewhere").warning(forged)
    logging.getLogger("portal.tick").warning("tick", extra={"action": forged})
    assert {line["event"] for line in parsed(lines)} <= {"request", "elsewhere", "tick", "django.request"}


@pytest.mark.acceptance("security", "S55")
def test_lines_hold_only_fields_of_the_list(lines: io.StringIO, public: Client) -> None:
    public.get("/de/gibt-es-nicht/")
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("portal.x").exception("broken %s", CANARY, extra={"password": CANARY})
    for line in parsed(lines):
        assert set(line) <= ALWAYS | set(FIELDS) | {"exception", "place"}
    last = parsed(lines)[-1]
    assert last["exception"] == "ValueError"
    assert str(last["place"]).startswith("test_logs.py:")
    assert CANARY not in lines.getvalue()


@pytest.mark.acceptance("security", "S55")
def test_the_check_would_find_a_canary(lines: io.StringIO) -> None:
    handler = logging.StreamHandler(lines)
    logging.getLogger().addHandler(handler)
    try:
        logging.getLogger("elsewhere").warning(CANARY)
    finally:
        logging.getLogger().removeHandler(handler)
    assert CANARY in lines.getvalue()


def test_a_slow_request_gets_a_line_of_its_own(
    lines: io.StringIO, public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.logging.SLOW_MS", 0)
    public.get("/de/")
    assert [line["event"] for line in parsed(lines) if line["event"] in {"request", "slow"}] == ["request", "slow"]
