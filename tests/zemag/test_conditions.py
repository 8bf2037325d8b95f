"""What must be true before ZeMAG answers in a real installation, and who begins (settled decisions 5 and 6)."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.keys import new_lines
from tests.row_factories import UserFactory
from tests.zemag_factories import NOW, active, ask, granted, profile, quality
from zemag.checks import database_is_apart, keys_are_there
from zemag.models import Grant, LegalProfile, Outcome, Role
from zemag.services import conditions
from zemag.services.errors import CannotAnswer

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


def ready() -> str:
    """Run the command; return what it says, with its status."""
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        try:
            call_command("zemag_ready", stdout=out)
        except SystemExit as end:
            return f"{end.code} {out.getvalue()}"
    return f"0 {out.getvalue()}"


@pytest.mark.acceptance("settled", 5)
@pytest.mark.acceptance("settled", 7)
def test_without_profile_and_people_nothing_is_answered_and_the_command_says_why(settings: Any) -> None:
    assert ready().startswith("1 zemag.E001")
    profile()
    active()
    for _number in range(2):
        granted(Role.DATA_PROTECTION)
    Grant.objects.filter(role=Role.QUALITY).delete()
    for _number in range(3):
        quality()
    settings.ENVIRONMENT = "production"
    with pytest.raises(CannotAnswer) as fault:
        ask()
    assert fault.value.reason == "E004"
    assert "E004" in ready()
    quality()
    assert ready() == "0 ZeMAG answers.\n"
    assert ask().rows[0].outcome is Outcome.HIT
    LegalProfile.objects.all().delete()
    with pytest.raises(CannotAnswer) as fault:
        ask()
    assert fault.value.reason == "E001"


def test_where_the_portal_is_tried_a_profile_is_enough() -> None:
    profile()
    assert ask().rows[0].outcome is Outcome.NONE


@pytest.mark.acceptance("settled", 6)
def test_the_first_rights_are_given_by_two_people_from_the_command_line() -> None:
    people = {name: UserFactory(email=f"{name}@example.org") for name in ("by", "second", "lead", "officer")}
    given = {"by": "by@example.org", "second": "second@example.org", "lead": ["lead@example.org"]}
    with pytest.raises(CommandError):
        call_command("zemag_first_grants", **{**given, "second": "by@example.org"})
    with pytest.raises(CommandError):
        call_command("zemag_first_grants", **{**given, "lead": ["nobody@example.org"]})
    out = StringIO()
    call_command("zemag_first_grants", **given, data_protection=["officer@example.org"], stdout=out)
    assert out.getvalue() == "2 rights given.\n"
    assert set(Grant.objects.values_list("user", flat=True)) == {people["lead"].uuid, people["officer"].uuid}
    with pytest.raises(CommandError):
        call_command("zemag_first_grants", **given)


@pytest.mark.parametrize("text", [None, new_lines(("kek", "chain")), "kek x y\n"])
def test_keys_that_are_missing_or_wrong_are_named_by_the_check(text: str | None, settings: Any, tmp_path: Path) -> None:
    assert keys_are_there(None) == []
    settings.ZEMAG_KEY_FILE = tmp_path / "zemag.key"
    if text is not None:
        settings.ZEMAG_KEY_FILE.write_text(text)
        settings.ZEMAG_KEY_FILE.chmod(0o400)
    (found,) = keys_are_there(None)
    assert found.id == "zemag.E002"


def test_one_database_for_both_is_refused_by_the_check(settings: Any) -> None:
    assert database_is_apart(None) == []
    settings.DATABASES = {**settings.DATABASES, "zemag": settings.DATABASES["default"]}
    (found,) = database_is_apart(None)
    assert found.id == "zemag.E003"


def test_a_database_with_invented_cases_answers_nothing_in_a_real_installation(settings: Any) -> None:
    profile()
    conditions.mark_demo()
    assert ask().rows[0].outcome is Outcome.NONE
    assert "E006" in ready()
    settings.ENVIRONMENT = "production"
    for _number in range(2):
        granted(Role.DATA_PROTECTION)
        quality()
        quality()
    with pytest.raises(CannotAnswer) as fault:
        ask()
    assert fault.value.reason == "E006"
