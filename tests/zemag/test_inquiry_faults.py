"""What cannot be read, compared or logged never reads as "no entry" (ZeMAG design, section 20; promises S21, S24)."""

import multiprocessing
import os
import signal
import time
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from audit.models import Entry
from outbox.models import OutgoingMail
from tests.log_triggers import disarm
from tests.zemag.damages import DAMAGES
from tests.zemag_factories import NOW, active, ask, enquirer, profile, quality
from zemag.models import Inquiry, InquiryHit, Outcome, RegisterEntry, RegisterPerson
from zemag.services import inquiry as service
from zemag.services.errors import CannotAnswer

both = pytest.mark.django_db(databases=["default", "zemag"])


def searches() -> list[str]:
    return list(Entry.objects.using("zemag").filter(action="search").order_by("seq").values_list("result", flat=True))


@both
@pytest.mark.acceptance("zemag", 26)
@pytest.mark.acceptance("security", "S21")
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("which", [RegisterPerson, RegisterEntry])
def test_one_damaged_record_among_three_ends_every_inquiry_and_those_who_can_help_are_told(
    damage: str, which: Any
) -> None:
    profile()
    for day in (1, 2, 3):
        active(birth=(1980, 3, day))
    who = enquirer()
    DAMAGES[damage](which.objects.first())
    for family in ("Schröder", "Nguyen"):
        with pytest.raises(CannotAnswer):
            ask(family, who=who)
    assert searches() == ["error", "error"]
    assert not Inquiry.objects.exists()
    assert OutgoingMail.objects.using("zemag").filter(kind="zemag_fault").exists()


@both
def test_a_person_whose_row_is_gone_is_noticed_too() -> None:
    profile()
    active()
    person = RegisterPerson.objects.get()
    # The database looks at the end of the transaction only; until then the row is gone.
    if connections["zemag"].vendor == "sqlite":
        with connections["zemag"].cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
    RegisterPerson.objects.filter(pk=person.pk)._raw_delete("zemag")
    with pytest.raises(CannotAnswer):
        ask("Nguyen")
    person.save(force_insert=True)


@both
def test_without_its_key_file_nothing_is_answered(settings: Any, tmp_path: Path) -> None:
    profile()
    active()
    who = enquirer()
    settings.ZEMAG_KEY_FILE = tmp_path / "gone.key"
    with pytest.raises(CannotAnswer):
        ask(who=who)
    assert searches() == ["error"]


@both
def test_without_a_log_there_is_no_answer_and_nothing_is_stored() -> None:
    profile()
    active()
    who = enquirer()
    disarm("zemag")
    with connections["zemag"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry RENAME TO audit_gone")
    with pytest.raises(CannotAnswer):
        ask(who=who)
    with pytest.raises(CannotAnswer):
        ask(who=(quality(), "nothing"))
    assert not Inquiry.objects.exists()
    assert not InquiryHit.objects.exists()


@both
def test_an_error_of_our_own_is_logged_and_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    profile()
    monkeypatch.setattr(service, "compare", lambda *args: 1 / 0)
    with pytest.raises(CannotAnswer):
        ask()
    assert searches() == ["error"]


@pytest.mark.django_db(databases=["default", "zemag"], transaction=True)
@pytest.mark.transactional
def test_killed_between_log_and_answer_there_are_never_more_answers_than_rows(tmp_path: Path) -> None:
    profile()
    active()
    who = enquirer()
    answers, kills = tmp_path / "answers", int(os.environ.get("KILLS", "6"))
    answers.touch()
    connections.close_all()
    for number in range(kills):
        # A day later each time: nobody may ask a hundred times a day.
        asking = (who, answers, NOW + timedelta(days=number))
        child = multiprocessing.get_context("fork").Process(target=_asks, args=asking)
        before, waited = answers.read_text(), time.monotonic()
        child.start()
        # Each is killed a little later after its first answer, so that it dies at another place.
        while answers.read_text() == before and time.monotonic() - waited < 60:
            time.sleep(0.01)
        time.sleep(0.003 * (number % 40))
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
    given = answers.read_text().splitlines()
    assert len(given) >= kills
    assert set(given) == {Outcome.HIT.value}
    assert len(given) <= len(searches())
    assert len(searches()) == Inquiry.objects.count()


def _asks(who: Any, answers: Path, moment: datetime) -> None:
    """Ask until killed; each answer is noted before the next question."""
    connections.close_all()
    with answers.open("a", buffering=1) as out:
        while True:
            found = ask(who=who, request_key=uuid.uuid4(), now=moment)
            out.write(f"{found.rows[0].outcome.value}\n")
