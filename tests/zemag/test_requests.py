"""Requests of people: clocks, what is collected, who decides, what leaves the house, and what ends (section 16)."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from audit.models import Entry
from outbox.models import OutgoingMail
from tests.row_factories import DepartmentFactory, UserFactory
from tests.zemag.fonts import needs_fonts
from tests.zemag_cases import sent
from tests.zemag_factories import (
    DAY,
    NOW,
    PLACE,
    TODAY,
    active,
    ask,
    enquirer,
    granted,
    profile,
    quality,
    reported,
)
from tests.zemag_requests import LAW, WHO, K, R, S, again, looked, settled, taken, words_of
from zemag.asking import Question
from zemag.models import (
    EntryState,
    Identity,
    Incident,
    IntakeWay,
    Letter,
    LetterKind,
    Outcome,
    RecordKey,
    RegisterEntry,
    Role,
    SubjectRequest,
)
from zemag.services import answering, collecting, letters, retention, rights_desk, subject_requests
from zemag.services.errors import (
    CannotAnswer,
    Denied,
    NamesEmployee,
    ReasonMissing,
    Stale,
    TooLate,
    WrongState,
)

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile(**LAW)


@pytest.mark.acceptance("zemag", 15)
def test_the_month_runs_from_the_receipt_and_is_extended_once_by_a_letter_inside_it() -> None:
    later = datetime(2026, 2, 20, 8, 0, tzinfo=UTC)
    intake = subject_requests.Intake(K.ACCESS, IntakeWay.MAIL, date(2026, 1, 31), WHO, "12345 Musterstadt")
    row = subject_requests.take_in(intake=intake, request_key=uuid.uuid4(), actor=quality(), now=later)
    assert row.due_on == date(2026, 2, 28)
    given = {"request_id": row.pk, "reason": "Umfangreiche Akten."}
    with pytest.raises(TooLate):
        answering.make_interim(actor=quality(), now=datetime(2026, 3, 1, 8, 0, tzinfo=UTC), **given)
    refused = subject_requests.refuse(actor=quality(), now=later, **given)
    assert refused.due_on == date(2026, 2, 28)
    with pytest.raises(TooLate):
        answering.make_interim(actor=quality(), now=later, **given)
    assert subject_requests.escalate(later) == 1
    assert OutgoingMail.objects.using("zemag").filter(kind="zemag_request").exists()


@needs_fonts
def test_an_extension_counts_once_its_letter_has_left_in_time() -> None:
    row = taken(received=date(2026, 5, 31))
    given = {"request_id": row.pk, "actor": quality(), "reason": "Umfangreiche Akten."}
    letter = answering.make_interim(now=NOW, **given)
    assert again(row).due_on == date(2026, 6, 30), "making the letter is not telling the person"
    with pytest.raises(WrongState):
        answering.make_interim(now=NOW, **given)
    with pytest.raises(TooLate):
        answering.send(letter_id=letter.pk, actor=quality(), now=datetime(2026, 7, 1, 8, 0, tzinfo=UTC))
    answering.send(letter_id=letter.pk, actor=quality(), now=NOW)
    assert (again(row).due_on, again(row).is_extended) == (date(2026, 8, 31), True)
    with pytest.raises(WrongState):
        answering.make_interim(now=NOW, **given)
    assert subject_requests.refuse(request_id=row.pk, reason="Missbrauch.", actor=quality(), now=NOW).due_on == date(
        2026, 6, 30
    )


@needs_fonts
def test_access_tells_everything_but_who_reported_asked_or_decided() -> None:
    DepartmentFactory(key="50", name_de="Amt für Soziales")
    DepartmentFactory(key="32", name_de="Ordnungsamt")
    made = active(birth=(1980, 3, 4), address=PLACE)
    incident = Incident.objects.get(entries=made)
    reporter = UserFactory(last_name="Meldestein", first_name="Mia")
    Incident.objects.filter(pk=incident.pk).update(reporter=reporter.uuid)
    who = enquirer()
    User.objects.filter(pk=who[0].pk).update(last_name="Fragemann")
    assert ask(who=who).rows[0].outcome is Outcome.HIT
    row = settled()
    assert (row.state, row.result) == (S.COLLECTED, R.FOUND)
    keys = [key for key, *_rest in answering.free_texts(subject_requests.content(row))]
    assert keys == ["0.narrative", "0.line", "0.necessity"]
    draft = {"request_id": row.pk, "actor": quality(), "now": NOW}
    with pytest.raises(NamesEmployee):
        answering.draft_access(texts={"0.narrative": "Er drohte Meldestein."}, **draft)
    row = answering.draft_access(texts={"0.narrative": "Er drohte […].", "0.line": "Termin zu zweit."}, **draft)
    text, english = words_of(row), words_of(row, "en")
    for part in ("Jörg Schröder", "4. März 1980", "Musterweg 12", "Amt für Soziales", "Ordnungsamt", "Hausbesuch"):
        assert part in text, part
    for part in ("Er drohte […]", "Strafanzeige", "Nie allein", "1. Juni 2028", "§ 2", "Behörde"):
        assert part in text, part
    assert "Never alone" in english
    for name in ("Meldestein", "Fragemann", "Amtmann", "Schutz."):
        assert name not in text + english, name
    with pytest.raises(WrongState):
        answering.make_letter(request_id=row.pk, actor=quality(), now=NOW)
    looked(row)
    letter = answering.make_letter(request_id=row.pk, actor=quality(), now=NOW)
    assert letter.kind == LetterKind.ACCESS
    for reader in (quality(), granted(Role.DATA_PROTECTION)):
        assert letters.document(letter_id=letter.pk, actor=reader, now=NOW).startswith(b"%PDF")
    with pytest.raises(Denied):
        letters.document(letter_id=letter.pk, actor=granted(Role.LEGAL), now=NOW)
    done = answering.send(letter_id=letter.pk, actor=quality(), now=NOW)
    assert (done.state, done.sent_on) == (S.SENT, TODAY)
    log = Entry.objects.using("zemag").filter(subject=f"zemag.SubjectRequest {row.pk}")
    assert [*log.order_by("seq").values_list("action", flat=True)][:1] == ["create"]
    assert log.filter(action="export_dsr").count() == 2


def test_a_reported_person_without_an_entry_is_found_and_so_is_one_that_nobody_can_find_by_asking() -> None:
    incident = reported()
    hidden = active(names=(("Nina", "Novak"),), birth=(1990, 1, 2))
    RegisterEntry.objects.filter(pk=hidden.pk).update(state=EntryState.RESTRICTED)
    row = settled()
    assert [case["number"] for case in subject_requests.content(row)["cases"]] == [incident.number]
    assert "Eintrag im Register" not in words_of(
        answering.draft_access(request_id=row.pk, texts={}, actor=quality(), now=NOW)
    )
    other = Question(family="Novak", given="Nina", birth="02.01.1990", street="Musterweg", number="1")
    assert settled(who=other).result == R.FOUND


def test_a_sure_case_is_left_out_only_with_a_reason() -> None:
    active()
    row = taken()
    given = {"request_id": row.pk, "actor": quality(), "now": NOW}
    with pytest.raises(WrongState):
        collecting.candidates(**given)
    subject_requests.confirm_identity(how=Identity.DOCUMENT, note="", **given)
    with pytest.raises(ReasonMissing):
        collecting.settle(people=[], reason=" ", **given)
    assert collecting.settle(people=[], reason="Namensgleich, anderer Geburtsort.", **given).result == R.NONE


@needs_fonts
@pytest.mark.acceptance("zemag", 24)
def test_a_negative_answer_is_deleted_after_twelve_months_and_the_dry_run_says_so() -> None:
    active()
    row = looked(settled(who=Question(family="Keiner", given="Niemand", birth="1.2.1971", street="Weg", number="1")))
    assert row.result == R.NONE and "nichts gespeichert" in words_of(row)
    letter = answering.make_letter(request_id=row.pk, actor=quality(), now=NOW)
    answering.send(letter_id=letter.pk, actor=quality(), now=NOW)
    found = looked(answering.draft_access(request_id=settled().pk, texts={}, actor=quality(), now=NOW))
    answering.send(
        letter_id=answering.make_letter(request_id=found.pk, actor=quality(), now=NOW).pk, actor=quality(), now=NOW
    )
    later = NOW + 365 * DAY
    assert "request" not in {item.kind for item in retention.plan(later - DAY)}
    planned = [item for item in retention.plan(later) if item.kind == "request"]
    assert [item.row for item in planned] == [row.pk], "an answer about a living entry stays as long as the entry"
    assert [item for item in retention.apply(later) if item.kind == "request"] == planned
    assert not SubjectRequest.objects.filter(pk=row.pk).exists() and not Letter.objects.filter(pk=letter.pk).exists()
    assert not RecordKey.objects.filter(pk__in=[row.pk, letter.pk]).exists()


@pytest.mark.acceptance("zemag", 26)
def test_what_cannot_be_read_is_never_nothing_stored() -> None:
    other = active(names=(("Nina", "Novak"),))
    row = taken()
    given = {"request_id": row.pk, "actor": quality(), "now": NOW}
    subject_requests.confirm_identity(how=Identity.FILES, note="", **given)
    RecordKey.objects.filter(pk=other.person_id).delete()
    for step in (lambda: collecting.candidates(**given), lambda: collecting.settle(people=[], reason="", **given)):
        with pytest.raises(CannotAnswer):
            step()
    assert (again(row).state, again(row).result) == (S.IDENTIFIED, "")


def test_employees_ask_at_the_same_desk(reporter: User) -> None:
    made = sent(reporter)
    own = enquirer()
    ask("Keiner", who=own)
    who = Question(family="Amtmann", given="Sam", birth="1.2.1971", street="Weg", number="1")
    for account, part in ((reporter, str(made.number)), (own[0], "Hausbesuch")):
        row = settled(who=who, account=account.uuid)
        row = answering.draft_access(request_id=row.pk, texts={}, actor=quality(), now=NOW)
        assert part in words_of(row)


def test_data_protection_sends_an_answer_back_with_a_note_and_nobody_else_looks() -> None:
    active()
    row = answering.draft_access(request_id=settled().pk, texts={}, actor=quality(), now=NOW)
    given = {"request_id": row.pk, "now": NOW}
    for stranger in (quality(is_lead=True), granted(Role.LEGAL), UserFactory(is_superuser=True)):
        with pytest.raises(Denied):
            subject_requests.look(agreed=True, note="", actor=stranger, **given)
    guard = granted(Role.DATA_PROTECTION)
    with pytest.raises(ReasonMissing):
        subject_requests.look(agreed=False, note="", actor=guard, **given)
    back = subject_requests.look(agreed=False, note="Die Notiz nennt einen Nachbarn.", actor=guard, **given)
    assert (back.state, back.result) == (S.COLLECTED, R.FOUND)
    with pytest.raises(Stale):
        answering.draft_access(request_id=row.pk, texts={}, actor=quality(), now=NOW, expected=row.version)
    with pytest.raises(Denied):
        subject_requests.confirm_identity(request_id=row.pk, how=Identity.FILES, note="", actor=guard, now=NOW)
    assert Entry.objects.using("zemag").filter(action="deny", subject="zemag.request").count() == 4


def test_the_list_has_late_ones_first_and_data_protection_sees_what_it_is_told_of() -> None:
    late, soon = taken(received=date(2026, 5, 1)), taken(received=date(2026, 5, 20))
    waiting = settled(who=Question(family="Keiner", given="Niemand", birth="1.2.1971", street="Weg", number="1"))
    rows = rights_desk.listed(actor=quality(), now=NOW)
    assert [row.request.pk for row in rows] == [late.pk, soon.pk, waiting.pk] and [row.late for row in rows][:2] == [
        True,
        False,
    ]
    who = enquirer()
    ask(who[0].last_name, who[0].first_name, "1.2.1971", who=who)
    found = rights_desk.overview(actor=granted(Role.DATA_PROTECTION), now=NOW)
    assert [row.request.pk for row in found.waiting] == [waiting.pk]
    assert found.flags == [("2026-06", "32", "self", 1)]
    with pytest.raises(Denied):
        rights_desk.overview(actor=quality(), now=NOW)


def test_a_form_sent_twice_makes_one_request_and_wrong_input_says_where() -> None:
    key, actor = uuid.uuid4(), quality()
    intake = subject_requests.Intake(K.ACCESS, IntakeWay.LETTER, TODAY, WHO, "12345 Musterstadt")
    first = subject_requests.take_in(intake=intake, request_key=key, actor=actor, now=NOW)
    assert subject_requests.take_in(intake=intake, request_key=key, actor=actor, now=NOW).pk == first.pk
    assert first.number == "BR-2026-0001" and b"Schr" not in bytes(first.sealed)
    wrong = subject_requests.Intake(
        K.ACCESS, IntakeWay.LETTER, TODAY + DAY, Question(family="", birth="31.02.1980"), " "
    )
    with pytest.raises(ValidationError) as fault:
        subject_requests.take_in(intake=wrong, request_key=uuid.uuid4(), actor=actor, now=NOW)
    assert {"family", "birth", "received_on", "town"} <= set(fault.value.message_dict)
