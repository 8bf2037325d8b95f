"""Help after an attack: offered with each report that is taken, settled by quality staff, called to mind once."""

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction

from accounts.models import User
from audit.models import Entry
from outbox.models import OutgoingMail
from tests.row_factories import UserFactory
from tests.zemag_cases import in_triage, sent, told, with_legal
from tests.zemag_factories import DAY, NOW, TODAY, granted, profile, quality
from zemag.catalogue import SUPPORT
from zemag.clocks import holidays
from zemag.models import Incident, IncidentState, Role, SupportContact, SupportState
from zemag.permissions import holders
from zemag.services import desk, freezing, own_reports, reporting, retention, support, triage, unit_reports, units
from zemag.services.errors import Denied, NotFound, WrongState
from zemag.tick import run

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
DONE, DECLINED, OPEN = SupportState.DONE, SupportState.DECLINED, SupportState.OPEN
TALKS = {"talk_day", "talk_week", "talk_month"}
WITHOUT_PERSON = {"alarm_device", "courses"}


def contact(incident: Incident, kind: str = "talk_day") -> SupportContact:
    return SupportContact.objects.get(incident=incident, kind=kind)


def decide(row: SupportContact, state: SupportState, actor: User, now: datetime = NOW) -> SupportContact:
    return support.decide(contact_id=row.pk, state=state, actor=actor, now=now)


def states(incident: Incident) -> dict[str, str]:
    return dict(SupportContact.objects.filter(incident=incident).values_list("kind", "state"))


def rows_of(row: Any) -> list[Entry]:
    subject = f"{row._meta.label} {row.pk}"
    return list(Entry.objects.using("zemag").filter(subject=subject, action="change").order_by("seq"))


def reminders() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.using("zemag").filter(kind="zemag_support").order_by("pk"))


def test_taking_a_report_offers_everything_once_with_days_that_are_working_days(reporter: User) -> None:
    new = sent(reporter)
    assert not SupportContact.objects.exists()
    row = triage.take(incident_id=new.pk, actor=quality(), now=NOW + DAY)
    assert states(row) == dict.fromkeys(SUPPORT, "open")
    # Counted from the Monday on which it came, not from when it was taken.
    days = {found.kind: found.due_on for found in SupportContact.objects.exclude(due_on=None)}
    assert days == {"talk_day": date(2026, 6, 16), "talk_week": date(2026, 6, 22), "talk_month": date(2026, 7, 13)}
    support.offer(row, NOW)
    assert SupportContact.objects.count() == len(SUPPORT)


def test_a_talk_is_never_due_on_a_day_without_work() -> None:
    for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(400)):
        for kind, kept in SUPPORT.items():
            due = support.due_on(kept, day)
            assert (due is None) == (kind not in TALKS)
            assert due is None or (due.weekday() < 5 and due not in holidays(due.year) and due > day)


def test_a_short_report_gets_everything_and_one_without_a_name_what_needs_no_person(reporter: User) -> None:
    short = in_triage(reporter, report=told(is_short=True))
    assert {*states(short)} == {*SUPPORT}
    Incident.objects.filter(pk=short.pk).update(support_reminders=False)
    unnamed = reporting.submit_anonymously(report=told(people=()), request_key=reporter.uuid, now=NOW)
    triage.take(incident_id=unnamed.pk, actor=quality(), now=NOW)
    assert {*states(unnamed)} == WITHOUT_PERSON
    run(NOW + 60 * DAY)
    assert reminders() == []


def test_a_report_that_is_opened_again_keeps_what_became_of_its_help(reporter: User) -> None:
    actor, row = quality(), in_triage(reporter, report=told(people=()))
    decide(contact(row), DONE, actor)
    triage.to_statistics(incident_id=row.pk, actor=actor, reason="Unbekannt.", now=NOW)
    triage.close(incident_id=row.pk, actor=actor, now=NOW)
    triage.reopen(incident_id=row.pk, actor=actor, reason="Neu.", now=NOW)
    assert states(row)["talk_day"] == "done"
    assert SupportContact.objects.count() == len(SUPPORT)


def test_a_decision_is_logged_and_the_same_twice_changes_nothing(reporter: User) -> None:
    actor, row = quality(), contact(in_triage(reporter))
    first = decide(row, DONE, actor)
    again = decide(row, DONE, quality(), NOW + DAY)
    assert (first.state, again.decided_at) == (DONE, NOW)
    with pytest.raises(WrongState):
        decide(row, DECLINED, actor)
    assert decide(row, OPEN, actor).decided_at is None
    assert decide(row, DECLINED, actor).state == DECLINED
    found = [(entry.result, entry.role, entry.actor) for entry in rows_of(row)]
    assert found == [(f"support_{state}", "R3", actor.uuid) for state in (DONE, OPEN, DECLINED)]


def test_quality_staff_alone_see_and_settle_it(reporter: User) -> None:
    case = with_legal(reporter)
    row = contact(case)
    for stranger in (reporter, UserFactory(is_superuser=True), granted(Role.LEGAL), granted(Role.STATISTICS)):
        with pytest.raises(Denied):
            decide(row, DONE, stranger)
    assert Entry.objects.using("zemag").filter(action="deny").count() == 4
    row.refresh_from_db()
    assert row.state == OPEN
    lawyer = granted(Role.LEGAL)
    assert desk.open_case(incident_id=case.pk, actor=lawyer, now=NOW).support == []
    seen = desk.open_case(incident_id=case.pk, actor=quality(), now=NOW).support
    assert [one.kind for one in seen] == [*SUPPORT]
    with pytest.raises(NotFound):
        support.decide(contact_id=case.pk, state=DONE, actor=quality(), now=NOW)


def test_supervisor_and_substitute_see_and_settle_the_help_of_their_own_unit_alone(reporter: User) -> None:
    case, boss = with_legal(reporter), reporter.supervisor
    row, other = contact(case), contact(with_legal(UserFactory(supervisor=UserFactory())))
    assert boss is not None
    given = {"incident_id": case.pk, "now": NOW}
    assert [one.kind for one in unit_reports.opened(actor=boss, **given).support] == [*SUPPORT]
    for state in (DONE, DONE):
        assert units.settle_support(contact_id=row.pk, state=state, actor=boss, **given).state == DONE
    found = [(entry.result, entry.role, entry.actor) for entry in rows_of(row)]
    assert found == [(f"support_{DONE}", "R2", boss.uuid)]
    with pytest.raises(WrongState):
        units.settle_support(contact_id=row.pk, state=DECLINED, actor=boss, **given)
    for contact_id, actor in ((other.pk, boss), (row.pk, reporter), (row.pk, granted(Role.LEGAL))):
        with pytest.raises(NotFound):
            units.settle_support(contact_id=contact_id, state=OPEN, actor=actor, **given)
    assert [one.state for one in (contact(case), SupportContact.objects.get(pk=other.pk))] == [DONE, OPEN]


@pytest.mark.parametrize("is_taken_first", [True, False])
def test_the_contact_of_the_supervisor_settles_the_first_talk(reporter: User, is_taken_first: bool) -> None:
    new, actor = sent(reporter), quality()
    if is_taken_first:
        triage.take(incident_id=new.pk, actor=actor, now=NOW)
    units.contact(incident_id=new.pk, actor=reporter.supervisor, now=NOW)
    if not is_taken_first:
        triage.take(incident_id=new.pk, actor=actor, now=NOW)
    assert {kind for kind, state in states(new).items() if state == "done"} == {"talk_day"}
    assert contact(new).decided_at == NOW


def test_each_talk_that_is_due_is_called_to_mind_once_without_a_word_of_the_case(reporter: User) -> None:
    row = in_triage(reporter, report=told(texts={"what": "Gimpelfink drohte."}))
    staff = {person.email for person in User.objects.filter(uuid__in=holders(Role.QUALITY, TODAY))}
    run(NOW)
    assert reminders() == []
    for later in (DAY, DAY, 7 * DAY, 28 * DAY, 90 * DAY):
        run(NOW + later)
    mails = reminders()
    assert len(mails) == 3 * len(staff)
    texts = [message_from_bytes(bytes(mail.message), policy=policy.default) for mail in mails]
    assert {text["To"] for text in texts} == staff
    whole = " ".join(f"{text['Subject']} {text.get_content()}" for text in texts)
    assert "16.06.2026" in whole and "22.06.2026" in whole and "13.07.2026" in whole
    said = ("Gimpelfink", "Schröder", reporter.email, "Gespräch", "talk", "Hilfe", str(row.pk))
    assert [word for word in said if word in whole] == []


def test_nobody_is_reminded_of_what_is_settled_or_when_reminders_are_off(reporter: User) -> None:
    row, actor = in_triage(reporter), quality()
    decide(contact(row), DONE, actor)
    support.set_reminders(incident_id=row.pk, wanted=False, actor=reporter, now=NOW)
    support.set_reminders(incident_id=row.pk, wanted=False, actor=reporter, now=NOW)
    assert support.remind(NOW + 40 * DAY) == 0
    support.set_reminders(incident_id=row.pk, wanted=True, actor=reporter, now=NOW)
    assert support.remind(NOW + 40 * DAY) == 2
    assert support.remind(NOW + 41 * DAY) == 0
    decide(contact(row, "talk_week"), DONE, actor)
    decide(contact(row, "talk_week"), OPEN, actor)
    assert support.remind(NOW + 42 * DAY) == 0, "once for each talk"
    found = [(entry.result, entry.role) for entry in rows_of(row) if entry.result.startswith("reminders")]
    assert found == [("reminders_off", "R1"), ("reminders_on", "R1")]


def test_reminders_are_the_choice_of_who_reported(reporter: User) -> None:
    row = in_triage(reporter)
    version = row.version
    for stranger in (UserFactory(), quality(), reporter.supervisor):
        with pytest.raises(NotFound):
            support.set_reminders(incident_id=row.pk, wanted=False, actor=stranger, now=NOW)
    support.set_reminders(incident_id=row.pk, wanted=False, actor=reporter, now=NOW)
    row.refresh_from_db()
    assert (row.support_reminders, row.version) == (False, version)
    seen = own_reports.opened(actor=reporter, incident_id=row.pk, now=NOW)
    assert [one.kind for one in seen.support] == [*SUPPORT]


def test_of_two_that_tell_the_same_the_first_one_has_the_help(reporter: User) -> None:
    first, second, actor = in_triage(reporter), in_triage(reporter), quality()
    triage.mark_duplicate(incident_id=second.pk, first_id=first.pk, actor=actor, now=NOW)
    second.refresh_from_db()
    assert second.state == IncidentState.DUPLICATE and support.of(second) == []
    with pytest.raises(WrongState):
        decide(contact(second), DONE, actor)
    assert support.remind(NOW + 40 * DAY) == 3


def test_it_goes_with_its_report() -> None:
    profile()
    row = in_triage(UserFactory(), report=told(people=()))
    freezing.freeze(NOW + 70 * DAY)
    later = NOW + relativedelta(years=10)
    assert "report" in [item.kind for item in retention.apply(later)]
    assert not Incident.objects.filter(pk=row.pk).exists()
    assert not SupportContact.objects.exists()


def test_the_database_refuses_a_second_offer_and_a_decision_without_its_time(reporter: User) -> None:
    row = in_triage(reporter)
    wrong = ({"kind": "talk_day"}, {"kind": "x", "state": DONE}, {"kind": "y", "state": "lost", "decided_at": NOW})
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
            SupportContact.objects.create(incident=row, **values)
