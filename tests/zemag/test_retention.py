"""What ends by itself: a dry run names exactly what applying ends, and a notice is owed until its day (section 17)."""

import uuid
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.crypto import Unreadable
from audit.models import Entry
from outbox.models import OutgoingMail
from tests.row_factories import UserFactory
from tests.zemag_cases import sent, told
from tests.zemag_factories import DAY, NOW, TODAY, active, ask, granted, profile, proposed, quality
from zemag import sealing
from zemag.models import (
    EntryState,
    Incident,
    Inquiry,
    InquiryInput,
    IntakePerson,
    Notice,
    NoticeState,
    RecordKey,
    RegisterEntry,
    RegisterPerson,
    Role,
)
from zemag.services import notices, register, reporting, retention, triage
from zemag.services.errors import PeriodOver, SamePerson, WrongState
from zemag.tick import nightly, run

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile()


def kinds(now: datetime) -> list[str]:
    return [item.kind for item in retention.plan(now)]


def gone(row: Any) -> bool:
    with pytest.raises(Unreadable):
        sealing.unseal(row)
    return not RecordKey.objects.filter(pk=row.pk).exists()


@pytest.mark.acceptance("zemag", 24)
def test_a_dry_run_prints_exactly_what_applying_does_and_then_nothing_is_due() -> None:
    reporter = UserFactory()
    made = active(occurred=date(2024, 6, 20))
    lapsed = proposed(level=3, actor=quality())
    register.show_provisionally(entry_id=lapsed.pk, actor=quality(is_lead=True), now=NOW)
    reporting.save_draft(actor=reporter, content={"what": "x"}, request_key=uuid.uuid4(), now=NOW)
    sent(reporter)
    asked = triage.take(incident_id=sent(reporter).pk, actor=quality(), now=NOW)
    triage.ask_back(incident_id=asked.pk, actor=quality(), question="Wann?", now=NOW)
    ask()
    later = NOW + 31 * DAY
    planned = retention.plan(later)
    assert {item.kind for item in planned} == {"entry", "provisional", "person", "draft", "question", "input"}
    with time_machine.travel(later, tick=False):
        out = StringIO()
        call_command("zemag_retention", dry_run=True, stdout=out)
        assert retention.plan(later) == planned, "a dry run changes nothing"
        done = StringIO()
        call_command("zemag_retention", apply=True, stdout=done)
    assert out.getvalue() == done.getvalue()
    assert all(f"{item.kind} {item.row}" in out.getvalue() for item in planned)
    assert retention.plan(later) == []
    assert RegisterEntry.objects.get(pk=made.pk).state == EntryState.DELETED
    assert RegisterEntry.objects.get(pk=lapsed.pk).state == EntryState.PROPOSED


def test_an_entry_past_its_end_is_destroyed_with_its_person_unless_another_entry_holds_them() -> None:
    made = active(occurred=date(2024, 6, 20))
    retention.apply(NOW + 6 * DAY)
    made.refresh_from_db()
    assert made.state == EntryState.DELETED
    assert gone(made)
    assert gone(RegisterPerson.objects.get(pk=made.person_id))
    row = Entry.objects.using("zemag").filter(action="delete", subject=f"zemag.RegisterEntry {made.pk}").get()
    assert row.actor is None


def test_on_its_review_date_an_entry_goes_under_review_and_stays_searchable() -> None:
    made = active()
    assert kinds(NOW + 364 * DAY).count("review") == 0
    retention.apply(NOW + 365 * DAY)
    made.refresh_from_db()
    assert made.state == EntryState.DUE_REVIEW


def test_drafts_go_after_fourteen_days() -> None:
    draft = reporting.save_draft(actor=UserFactory(), content={}, request_key=uuid.uuid4(), now=NOW)
    assert kinds(NOW + 14 * DAY - timedelta(seconds=1)) == []
    retention.apply(NOW + 14 * DAY)
    assert not Incident.objects.filter(pk=draft.pk).exists()
    assert not RecordKey.objects.filter(pk=draft.pk).exists()


def test_what_was_typed_goes_after_thirty_days_and_inquiries_at_the_end_of_the_following_year() -> None:
    ask()
    typed = InquiryInput.objects.get()
    retention.apply(NOW + 29 * DAY)
    assert InquiryInput.objects.exists()
    retention.apply(NOW + 30 * DAY)
    assert not InquiryInput.objects.exists()
    assert not RecordKey.objects.filter(pk=typed.pk).exists()
    key = Inquiry.objects.get().pk
    retention.apply(datetime(2027, 12, 31, 12, tzinfo=UTC))
    assert Inquiry.objects.exists()
    retention.apply(datetime(2028, 1, 1, 12, tzinfo=UTC))
    assert not Inquiry.objects.exists()
    assert not RecordKey.objects.filter(pk=key).exists()


@pytest.mark.acceptance("zemag", 14)
def test_at_its_day_a_notice_is_a_letter_a_deferral_by_two_or_the_data_is_destroyed() -> None:
    one, two, officer = quality(), quality(), granted(Role.DATA_PROTECTION)
    letter, deferred, neither = (sent(UserFactory()) for _number in range(3))
    due = Notice.objects.get(incident=neither).due_on
    assert due == date(2026, 7, 15)
    notices.mark_sent(incident_id=letter.pk, actor=one, now=NOW)
    recheck = TODAY + 90 * DAY
    with pytest.raises(WrongState):
        notices.confirm_deferral(incident_id=deferred.pk, actor=two, now=NOW)
    with pytest.raises(PeriodOver):
        notices.propose_deferral(
            incident_id=deferred.pk, actor=one, reason="Ermittlungen.", recheck_on=recheck + DAY, now=NOW
        )
    notices.propose_deferral(incident_id=deferred.pk, actor=one, reason="Ermittlungen.", recheck_on=recheck, now=NOW)
    assert Notice.objects.get(incident=deferred).state == NoticeState.OPEN
    with pytest.raises(SamePerson):
        notices.confirm_deferral(incident_id=deferred.pk, actor=one, now=NOW)
    notices.confirm_deferral(incident_id=deferred.pk, actor=two, now=NOW)
    assert OutgoingMail.objects.using("zemag").filter(kind="zemag_deferral").get().recipients == [officer.email]
    retention.apply(NOW + 29 * DAY)
    assert not IntakePerson.objects.exclude(destroyed_at=None).exists()
    retention.apply(NOW + 30 * DAY)
    states = {
        name: (Notice.objects.get(incident=row).state, IntakePerson.objects.get(incident=row).destroyed_at is None)
        for name, row in (("letter", letter), ("deferred", deferred), ("neither", neither))
    }
    assert states == {
        "letter": (NoticeState.SENT, True),
        "deferred": (NoticeState.DEFERRED, True),
        "neither": (NoticeState.DESTROYED, False),
    }
    with pytest.raises(WrongState):
        notices.mark_sent(incident_id=neither.pk, actor=one, now=NOW + 30 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        Notice.objects.filter(incident=deferred).update(second=one.uuid)


@pytest.mark.acceptance("zemag", 14)
def test_an_open_notice_is_escalated_on_its_days_and_once_each() -> None:
    who = quality()
    sent(UserFactory())
    counts = []
    for day in (13, 14, 15, 20, 21, 26, 27, 28, 40):
        notices.escalate(NOW + day * DAY)
        counts.append(OutgoingMail.objects.using("zemag").filter(kind="zemag_notice").count())
    assert counts == [0, 1, 1, 1, 2, 2, 3, 3, 3]
    assert who.is_active


def test_a_deferral_that_nobody_looked_at_again_ends_in_destruction_and_is_warned_of_before() -> None:
    one, row = quality(), sent(UserFactory())
    recheck = TODAY + 40 * DAY
    notices.propose_deferral(incident_id=row.pk, actor=one, reason="Ermittlungen.", recheck_on=recheck, now=NOW)
    notices.confirm_deferral(incident_id=row.pk, actor=quality(), now=NOW)
    assert notices.escalate(NOW + 32 * DAY) == 0
    assert notices.escalate(NOW + 33 * DAY) == 1
    assert "person" not in kinds(NOW + 40 * DAY)
    assert "person" in kinds(NOW + 41 * DAY)


@pytest.mark.acceptance("settled", 4)
def test_with_a_letter_the_person_stays_until_seven_days_after_the_last_application_day() -> None:
    row = sent(UserFactory(), told("C4"))
    notices.mark_sent(incident_id=row.pk, actor=quality(), now=NOW)
    ends = date(2026, 9, 14) + 7 * DAY
    moment = datetime(ends.year, ends.month, ends.day, 8, tzinfo=UTC)
    assert "person" not in kinds(moment - DAY)
    assert "person" in kinds(moment)


def test_who_stands_in_the_register_is_owed_the_letter_though_the_report_forgets_them() -> None:
    made = active()
    incident = made.incident
    assert incident is not None
    notice = Notice(incident=incident, person=incident.people.get(), due_on=TODAY)
    sealing.seal(notice, {"reason": ""})
    notice.save()
    retention.apply(NOW)
    assert IntakePerson.objects.get(incident=incident).destroyed_at is not None
    assert Notice.objects.get(pk=notice.pk).state == NoticeState.OPEN


def test_the_tick_does_it_all_and_finds_nothing_the_second_time() -> None:
    active(occurred=date(2024, 6, 20))
    later = NOW + 31 * DAY
    assert nightly(later) > 0
    assert nightly(later) == 0
    assert run(later) == 0
