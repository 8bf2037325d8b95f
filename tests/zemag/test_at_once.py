"""Asking and publishing at the same moment: the entry is in the answer, or its officer is warned; never neither."""

import multiprocessing
import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests.zemag_factories import NOW, ask, enquirer, profile, proposed, quality
from zemag.models import EntryState, InquiryHit, InquiryItem, Outcome, RegisterEntry
from zemag.services import register

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"], transaction=True), pytest.mark.transactional]


def asks(start: Any, who: Any, mark: Path) -> None:
    """Ask at the signal and note the outcome."""
    connections.close_all()
    start.wait()
    found = ask(who=who, request_key=uuid.uuid4(), planned_at=NOW + timedelta(hours=4))
    mark.write_text(found.rows[0].outcome)


def signs(start: Any, entry: Any, actor: Any) -> None:
    """Sign at the signal."""
    connections.close_all()
    start.wait()
    register.approve(entry_id=entry.pk, actor=actor, now=NOW)


@pytest.mark.acceptance("zemag", 31)
def test_who_asks_while_an_entry_is_published_is_answered_or_warned(tmp_path: Path) -> None:
    fork, outcomes = multiprocessing.get_context("fork"), []
    profile(singles_an_hour=1_000)
    one, two = quality(), quality()
    for number in range(int(os.environ.get("ROUNDS", "4"))):
        RegisterEntry.objects.update(state=EntryState.DELETED)
        entry, start = proposed(actor=one), fork.Barrier(4)
        work = [(asks, (start, enquirer(), tmp_path / f"{number}-{place}")) for place in range(3)]
        work.append((signs, (start, entry, two)))
        connections.close_all()
        children = [fork.Process(target=act, args=given) for act, given in work]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
        assert [child.exitcode for child in children] == [0] * 4
        outcomes += [(tmp_path / f"{number}-{place}").read_text() for place in range(3)]
    assert len(outcomes) == InquiryItem.objects.count()
    assert set(outcomes) <= {Outcome.HIT, Outcome.NONE}
    warned = InquiryHit.objects.filter(is_late=True).values("item")
    missed = InquiryItem.objects.filter(outcome=Outcome.NONE).exclude(pk__in=warned)
    assert not missed.exists()
