"""Four hundred mails through senders that are killed and a server that fails: none is lost, none passes another."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connections
from django.utils import timezone

from outbox.models import OutgoingMail, State
from outbox.services import queue, send_due
from tests.outbox.server import listening
from training.drill.workers import Journal, together

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "zemag"]), pytest.mark.transactional]
# One second of the test is five minutes of the clock: the lease of a killed sender lasts one second.
SPEED, SECONDS, SENDERS, KILLS, MAILS = 300, 9, 4, 9, 400


class Unreliable:
    """A mail server that refuses, hangs up after it took a message, or makes the sender wait."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.faults: Counter[str] = Counter()
        self.well = False
        self.chance = random.Random(7)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message, or fail in one of three ways."""
        luck = 1.0 if self.well else self.chance.random()
        if luck < 0.15:
            self.faults["refused"] += 1
            return "451 try again"
        self.taken.append(message_from_bytes(envelope.content)["Message-ID"])
        if luck < 0.25:
            self.faults["hung up"] += 1
            server.transport.close()
            return "250 nobody hears this"
        if luck < 0.3:
            self.faults["slow"] += 1
            time.sleep(0.05)
        return "250 OK"


@pytest.fixture
def server(settings: Any) -> Iterator[Unreliable]:
    """A failing mail server on a free port of this machine."""
    with listening(Unreliable(), settings) as box:
        yield box


def fill() -> list[tuple[str, str]]:
    """Queue invitations and cancellations of two hundred bookings; return the Message-IDs of each pair."""
    host_of = {}
    for number in range(MAILS // 2):
        for word in ("REQUEST", "CANCEL"):
            message = EmailMessage(subject=word, body="Größe ß", to=[f"p{number}@example.org"])
            queue(message=message, kind="training.calendar", order_key=f"booking:{number}")
            host_of[word, number] = message.extra_headers["Message-ID"]
    return [(host_of["REQUEST", number], host_of["CANCEL", number]) for number in range(MAILS // 2)]


@pytest.mark.acceptance("training", 14)
def test_no_mail_is_lost_and_no_cancellation_passes_its_invitation(server: Unreliable, tmp_path: Path) -> None:
    pairs = fill()
    begun, first = time.monotonic(), timezone.now()

    def clock() -> datetime:
        return first + timedelta(seconds=(time.monotonic() - begun) * SPEED)

    def work(number: int, rng: random.Random, journal: Journal) -> None:
        while time.monotonic() - begun < SECONDS:
            journal.write("sent", send_due(clock))
            time.sleep(0.05)

    journal = Journal(tmp_path / "senders")
    killed = together(work, SENDERS, journal, kills=KILLS, pause=SECONDS / (KILLS + 2))
    connections.close_all()
    server.well = True
    late = [clock()]
    while OutgoingMail.objects.exclude(state=State.SENT).exists():
        late.append(late[-1] + timedelta(hours=3))
        assert send_due(lambda: late[-1]) > 0
    assert killed == KILLS
    assert [words for words in journal.lines() if words[0] == "error"] == []
    assert min(server.faults[name] for name in ("refused", "hung up", "slow")) > 3
    taken = Counter(server.taken)
    assert set(taken) == {name for pair in pairs for name in pair}
    # A repeat carries the Message-ID of the first and comes before the cancellation.
    last = {name: number for number, name in enumerate(server.taken)}
    assert [pair for pair in pairs if last[pair[0]] > server.taken.index(pair[1])] == []
    assert sum(taken.values()) - MAILS <= server.faults["hung up"] + killed
