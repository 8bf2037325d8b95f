"""Each action has a route and a role, and the table of docs/zemag.md says which (settled decision Z11)."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from zemag.models import Role
from zemag_pages.desk import evaluation, granting
from zemag_pages.desk.actions import ACTIONS
from zemag_pages.kinds import views as kinds
from zemag_pages.subjects.deeds import DEEDS
from zemag_pages.urls import urlpatterns
from zemag_pages.weapons import editing
from zemag_pages.wordings import views as wordings

pytestmark = pytest.mark.acceptance("settled", "Z11")
DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "zemag.md").read_text("utf-8")
CODE = re.compile(r"`([^`]+)`")
# Who passes a rule that asks for more than a role.
RULES = {
    "everybody": "R1",
    "has_unit": "R2",
    "may_ask": "R5",
    "is_head": "R7",
    "looks": "R6 R7",
    "manages": "lead R6 R7",
    "sees_statistics": "R2 R3 R8 R9 R10",
    "reads": "R3 R9",
    "leads": "lead",
    "releases": "R9",
}


def table() -> list[tuple[list[str], str, str]]:
    """Return the rows of the document: routes, who opens them, actions."""
    part = DOCUMENT.partition("## Roles, actions and routes")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("| `")
    ]
    return [(CODE.findall(routes), roles, actions) for routes, roles, actions in rows]


def opened_by(view: Any) -> str:
    """Return the codes of the roles that a guard lets in."""
    if callable(view.opens):
        return RULES[view.opens.__qualname__.partition(".")[0]]
    return " ".join(sorted((role.value for role in view.opens), key=lambda code: int(code[1:])))


def named(route: str) -> dict[str, set[str]]:
    """Return the actions that the document names for a route, by role."""
    found: dict[str, set[str]] = defaultdict(set)
    for routes, roles, actions in table():
        for part in actions.split(";") if route in routes else ():
            role, _colon, listed = part.partition(":")
            found[role.strip() if listed else roles].update(CODE.findall(listed or part))
    return found


def test_the_table_names_each_route_once_with_who_opens_it() -> None:
    said = [(route, roles) for routes, roles, _actions in table() for route in routes]
    built = [(str(one.name).removeprefix("zemag_"), opened_by(one.callback)) for one in urlpatterns]
    assert sorted(said) == sorted(built)
    assert all(roles for _route, roles in built)


def test_each_action_of_desk_and_rights_desk_stands_at_its_route_with_its_role() -> None:
    of_desk: dict[str, set[str]] = defaultdict(set)
    for name, action in ACTIONS.items():
        of_desk["lead" if action.lead else action.role.value].add(name)
    assert named("act") == named("act_person") == of_desk
    of_requests: dict[str, set[str]] = defaultdict(set)
    for name, deed in DEEDS.items():
        of_requests[Role(deed.role).value].add(name)
    assert named("request_act") == of_requests


@pytest.mark.parametrize(
    ("route", "steps"),
    [
        ("grant_step", granting.STEPS),
        ("evaluation_step", evaluation.STEPS),
        ("wording_step", wordings.STEPS),
        ("weapon_text_step", editing.STEPS),
        ("kind_step", kinds.STEPS),
    ],
)
def test_each_step_of_rights_evaluations_and_words_stands_at_its_route(route: str, steps: dict[str, Any]) -> None:
    assert set().union(*named(route).values()) == set(steps)
