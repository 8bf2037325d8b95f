"""What is logged, and that there is no answer without a row (security design, 10)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import User
from audit import nightly
from audit.actions import ACTIONS, UnknownAction
from audit.models import Entry
from audit.services import LogUnavailable, record
from home.models import BarrierReport
from tests.factories import UserFactory
from tests.log_triggers import disarm

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
ROOT = Path(__file__).resolve().parents[2]
LIST = "/admin/barrier-reports/"


@pytest.fixture
def office(sites: None, sign_in: Callable[[User], Client]) -> Client:
    """A member of the office who may read barrier reports."""
    return sign_in(UserFactory(is_superuser=True))


@pytest.fixture
def report(db: None) -> BarrierReport:
    """A report with an address to answer to."""
    return BarrierReport.objects.create(text="Der Kontrast ist zu schwach.", email="wer@example.org", language="de")


def actions() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("action", flat=True))


def doings(person: User) -> list[Entry]:
    """Return what the log holds of a person's doings, newest first."""
    return list(Entry.objects.filter(actor=person.uuid).order_by("-seq"))


def break_log() -> None:
    """Let the database refuse each further row."""
    disarm("default")
    Entry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry RENAME TO audit_gone")


def test_signing_in_is_logged_with_the_person_and_without_a_name() -> None:
    user = UserFactory(email="kim@example.org")
    Client().force_login(user, backend="accounts.backends.LocalBackend")
    (entry,) = doings(user)
    assert (entry.action, entry.subject) == ("login", f"accounts.User {user.uuid}")
    assert "kim" not in str(entry.__dict__)


def test_what_is_done_with_an_account_is_logged_with_who_did_it() -> None:
    actor, user = UserFactory(is_superuser=True), UserFactory()
    services.lock(actor=actor, user=user, now=timezone.now())
    services.unlock(actor=actor, user=user)
    services.end_sessions(actor=actor, user=user)
    services.forgive(actor=actor, user=user)
    logged = doings(actor)
    assert [entry.action for entry in logged] == [
        "failures_forgotten",
        "sessions_ended",
        "account_unlocked",
        "account_locked",
    ]
    assert {entry.subject for entry in logged} == {f"accounts.User {user.uuid}"}


def test_an_account_is_not_locked_when_that_cannot_be_logged() -> None:
    actor, user = UserFactory(is_superuser=True), UserFactory()
    break_log()
    with pytest.raises(LogUnavailable):
        services.lock(actor=actor, user=user, now=timezone.now())
    user.refresh_from_db()
    assert user.locked_at is None


def test_each_look_at_barrier_reports_is_logged(office: Client, report: BarrierReport) -> None:
    assert office.get(LIST).status_code == 200
    assert office.get(f"{LIST}inspect/{report.pk}/").status_code == 200
    assert office.get(f"{LIST}edit/{report.pk}/").status_code == 200
    assert actions()[-3:] == ["barrier_list", "barrier_view", "barrier_view"]
    last = Entry.objects.order_by("seq").last()
    assert last is not None
    assert last.subject == f"home.BarrierReport {report.pk}"


def test_a_refused_look_is_no_look(sites: None, sign_in: Callable[[User], Client], report: BarrierReport) -> None:
    client = sign_in(UserFactory())
    assert client.get(LIST).status_code in {302, 403}
    assert "barrier_list" not in actions()


@pytest.mark.acceptance("security", "S24")
@pytest.mark.parametrize("path", ["", "inspect/{}/", "edit/{}/"])
def test_without_a_row_in_the_log_there_is_no_answer(path: str, office: Client, report: BarrierReport) -> None:
    address = LIST + path.format(report.pk)
    assert "wer@example.org" in office.get(address).content.decode() or not path
    break_log()
    answer = office.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "wer@example.org" not in answer.content.decode()
    assert "0221" in answer.content.decode()


def test_nobody_signs_in_when_that_cannot_be_logged(sites: None, stranger: Client) -> None:
    user = User.objects.create_user("kim@example.org", "an evening at the river with friends")
    break_log()
    door = "/de/accounts/login/"
    answer = stranger.post(door, {"login": user.email, "password": "an evening at the river with friends"})
    assert answer.status_code == 503


def test_a_word_that_no_room_has_registered_is_refused() -> None:
    with pytest.raises(UnknownAction):
        record(using="default", action="look_at_everything", now=timezone.now())


def test_every_action_stands_in_the_document_on_data_protection() -> None:
    text = (ROOT / "docs" / "data-protection.md").read_text()
    assert [action for action in ACTIONS if f"`{action}`" not in text] == []


def test_the_nightly_check_mails_data_protection_and_the_health_answer_fails(
    settings: Any, tmp_path: Path, stranger: Client
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.AUDIT_ANCHOR = str(tmp_path / "anchor")
    call_command("setup_roles")
    watcher = UserFactory(email="wacht@example.org", language="de")
    watcher.groups.add(watcher.groups.model.objects.get(name="data_protection"))
    for _number in range(3):
        record(using="default", action="login", now=timezone.now(), actor=watcher)
    assert nightly.verify() == 0
    assert mail.outbox == []
    disarm("default")
    Entry.objects.filter(seq=2).update(result="other")
    assert nightly.verify() > 0
    (message,) = mail.outbox
    assert message.to == ["wacht@example.org"]
    assert "audit_verify --database default" in message.body
    assert stranger.get("/health/ready/").json()["status"] == "failed"


def test_a_clock_that_is_set_back_is_no_way_to_a_new_month() -> None:
    now = timezone.now()
    record(using="default", action="login", now=now)
    entry = record(using="default", action="login", now=now - timedelta(days=400))
    assert entry.segment == f"{now:%Y-%m}"
