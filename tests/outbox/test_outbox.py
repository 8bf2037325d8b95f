"""Mail waits in the business transaction and is sent once: retry, lease, keys, a real server (training, 10)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.test import Client

from outbox import services
from outbox.models import OutgoingMail, State
from outbox.services import claim, erase_bodies, queue, send_due, waiting_since
from tests.factories import LegalPageFactory, UserFactory
from tests.outbox.server import listening

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


class Postbox:
    """What a mail server took, and how it answers."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message, or refuse it as told."""
        if self.answer.startswith("250"):
            self.taken.append(envelope)
        return self.answer


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """A mail server on a free port of this machine."""
    with listening(Postbox(), settings) as box:
        yield box


def mail(**fields: Any) -> EmailMessage:
    return EmailMessage(subject="Betreff", body="Größe ß", to=["wer@example.org"], **fields)


def at(minutes: int) -> Any:
    return lambda: NOW + timedelta(minutes=minutes)


@pytest.fixture
def waiting() -> OutgoingMail:
    """A mail that is due."""
    row = queue(message=mail(), kind="test")
    OutgoingMail.objects.update(next_at=NOW, created_at=NOW)
    return row


@pytest.mark.acceptance("platform", 10)
@pytest.mark.parametrize("alias", ["default", "zemag"])
def test_a_mail_is_sent_once_from_both_databases(postbox: Postbox, alias: str) -> None:
    queue(message=mail(), using=alias)
    assert send_due() == 1
    assert send_due() == 0
    (envelope,) = postbox.taken
    assert envelope.rcpt_tos == ["wer@example.org"]
    assert b"=C3=9F" in envelope.content or "ß".encode() in envelope.content or b"R3LDtsOf" in envelope.content
    assert OutgoingMail.objects.using(alias).get().state == State.SENT


@pytest.mark.acceptance("platform", 10)
def test_a_roll_back_leaves_no_mail() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send_mail("Betreff", "Text", None, ["wer@example.org"])
        raise RuntimeError
    assert OutgoingMail.objects.count() == 0


@pytest.mark.acceptance("platform", 10)
def test_a_server_that_is_down_is_asked_again_later_and_given_up_after_eight_tries(
    waiting: OutgoingMail, settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    minute = 0
    for attempt in range(1, services.TRIES + 1):
        assert send_due(at(minute)) == 0
        waiting.refresh_from_db()
        assert waiting.attempts == attempt
        assert waiting.last_error == "ConnectionRefusedError"
        minute += 2**7 + 1
    assert waiting.state == State.FAILED
    assert send_due(at(minute)) == 0
    assert OutgoingMail.objects.get().attempts == services.TRIES


def test_a_mail_is_not_tried_before_its_time(waiting: OutgoingMail, settings: Any) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    send_due(at(0))
    send_due(at(1))
    waiting.refresh_from_db()
    assert waiting.attempts == 1
    assert waiting_since(NOW + timedelta(minutes=20)) == timedelta(minutes=18)


@pytest.mark.acceptance("platform", 10)
def test_a_refusal_is_stored_without_address_or_text(waiting: OutgoingMail, postbox: Postbox) -> None:
    postbox.answer = "550 wer@example.org unknown"
    send_due(at(0))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.last_error) == (State.QUEUED, "SMTPDataError")


@pytest.mark.acceptance("platform", 10)
def test_a_key_stores_one_mail_per_database() -> None:
    assert queue(message=mail(), dedupe_key="a") is not None
    assert queue(message=mail(), dedupe_key="a") is None
    assert queue(message=mail(), dedupe_key="a", using="zemag") is not None
    assert queue(message=mail(), dedupe_key="b") is not None
    assert queue(message=mail()) is not None
    assert OutgoingMail.objects.count() == 3


@pytest.mark.acceptance("platform", 10)
def test_two_senders_never_hold_the_same_mail(waiting: OutgoingMail) -> None:
    first = claim("default", waiting.pk, NOW)
    assert first is not None
    assert claim("default", waiting.pk, NOW) is None


@pytest.mark.acceptance("platform", 10)
def test_a_sender_that_died_loses_its_lease_and_its_late_answer_changes_nothing(
    waiting: OutgoingMail, postbox: Postbox
) -> None:
    dead = claim("default", waiting.pk, NOW)
    assert send_due(at(1)) == 0
    assert send_due(at(4)) == 0
    assert send_due(at(6)) == 1
    assert len(postbox.taken) == 1
    assert services._send(dead, "default", services.connection_of("smtp://127.0.0.1:9"), NOW) is False
    assert OutgoingMail.objects.get().state == State.SENT


def test_the_oldest_mail_leaves_first(postbox: Postbox) -> None:
    for number in (2, 1, 3):
        row = queue(message=EmailMessage(subject=str(number), to=["wer@example.org"]))
        OutgoingMail.objects.filter(pk=row.pk).update(next_at=NOW + timedelta(minutes=number))
    send_due(at(10))
    subjects = [line for e in postbox.taken for line in e.content.decode().splitlines() if line.startswith("Subject")]
    assert subjects == ["Subject: 1", "Subject: 2", "Subject: 3"]


@pytest.mark.acceptance("platform", 10)
def test_text_and_recipients_are_erased_after_thirty_days(waiting: OutgoingMail) -> None:
    assert erase_bodies(NOW + timedelta(days=30)) == 0
    assert erase_bodies(NOW + timedelta(days=30, minutes=1)) == 1
    waiting.refresh_from_db()
    assert (bytes(waiting.message), waiting.recipients, waiting.subject) == (b"", [], "")


@pytest.mark.acceptance("platform", 10)
def test_mails_of_sign_in_and_of_barrier_reports_leave_through_the_outbox(
    sites: None, public: Client, stranger: Client, postbox: Postbox, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "outbox.mail.Backend"
    LegalPageFactory(statement=True)
    person = UserFactory(email="person@example.org")
    person.set_password("ein Satz der lang genug ist")
    person.save()
    stranger.post("/de/accounts/password/reset/", {"email": "person@example.org"})
    form = {"text": "Das Menü geht nicht auf.", "request_key": "6c1c1f0e-5c3e-4a6e-9a55-0d2b3a6a7a11"}
    public.post("/de/barriere-melden/", form)
    assert send_due() == OutgoingMail.objects.count() == 2
    assert "person@example.org" in [address for envelope in postbox.taken for address in envelope.rcpt_tos]


def test_a_mail_to_nobody_is_not_stored() -> None:
    assert queue(message=EmailMessage(subject="x")) is None
    assert OutgoingMail.objects.count() == 0
