"""Offences and measures: proposed by an editor, released by another person, read at once everywhere (settled 6)."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from audit.models import Entry
from audit.services import LogUnavailable
from outbox.models import OutgoingMail
from tests.zemag.kind_proposals import MEASURE, NEW, OFFENCE, SAID, changed, gone, propose, release, send_back, texts
from tests.zemag_factories import NOW, granted, quality
from zemag import kinds, sealing
from zemag.catalogue import MEASURES, OFFENCES
from zemag.models import Measure, OffenceType, Role, TemplateState
from zemag.services import kind_texts as service
from zemag.services.errors import Denied, NotFound, ReasonMissing, SamePerson, Stale, WrongState
from zemag.services.kind_rules import LONGEST, Proposal, fitting

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.acceptance("settled", 6)]
S = TemplateState
BOTH = pytest.mark.parametrize("code", [OFFENCE, MEASURE])


def names(kind: kinds.Kind) -> tuple[str, str]:
    """Return the name in both languages."""
    found = []
    for language in ("de", "en"):
        with translation.override(language):
            found.append(kind.said())
    return found[0], found[1]


def lists() -> kinds.Kinds:
    """Return everything that holds."""
    return {**kinds.offences(), **kinds.measures()}


def wrong(code: str, level: int = 3, is_active: bool = True, **other: str) -> dict[str, list[str]]:
    """Return what is said beside the fields."""
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        propose(code, words=texts(code, **other), level=level, is_active=is_active)
    return dict(refusal.value.message_dict)


@BOTH
def test_a_proposal_changes_nothing_until_another_person_has_released_it(code: str) -> None:
    before = names(lists()[code])
    row = propose(code)
    assert names(lists()[code]) == before
    assert release(row).version == 2
    assert names(lists()[code]) == tuple(texts(code)[f"name_{language}"] for language in ("de", "en")) != before
    assert b"Weste" not in bytes(row.sealed) and b"Insult" not in bytes(row.sealed)
    others = {one: kind for one, kind in lists().items() if one != code}
    assert all(kind.texts == kinds.of_product(one) for one, kind in others.items())


@BOTH
def test_what_the_product_brings_stays_in_the_history_once_others_replace_it(code: str) -> None:
    row = changed(code)
    changed(code, words=texts(code, name_de="Noch ein anderes Wort"))
    item = service.opened(code)
    assert [(one.number, one.state) for one in item.versions] == [(3, S.RELEASED), (2, S.REPLACED), (1, S.REPLACED)]
    assert item.versions[-1].texts == kinds.of_product(code)
    second = item.stored(row.pk)
    before = item.before(second) if second else None
    assert before is not None and before.number == 1
    assert item.before(item.versions[-1]) is None
    assert [one.code for found in service.listed() for one in found if one.holds.row] == [code]


def test_level_and_prosecution_of_an_offence_are_those_of_the_law_whatever_is_sent() -> None:
    changed(OFFENCE, level=3)
    assert kinds.offences()[OFFENCE].level == OFFENCES[OFFENCE].level == 1
    assert {code: kind.level for code, kind in kinds.offences().items()} == {
        code: offence.level for code, offence in OFFENCES.items()
    }


def test_a_new_measure_exists_once_it_is_released_and_has_a_code_of_its_own() -> None:
    row, other = propose("", level=2), propose("", words=texts("", name_de="Fern", name_en="Far"), level=1)
    assert [row.code, other.code] == ["own_1", "own_2"]
    assert {*kinds.measures()} == {*MEASURES}
    item = service.opened("own_1")
    assert (item.exists, item.is_known, item.before(item.versions[0])) == (False, True, None)
    assert release(row).version == 1
    assert names(kinds.measures()["own_1"]) == (NEW["name_de"], NEW["name_en"])
    levels = [kind.level for kind in kinds.measures().values()]
    assert levels == sorted(levels) and kinds.measures()["own_1"].level == 2
    send_back(other)
    assert propose("own_2", words=texts("", name_de="Weit", name_en="Wide"), level=1).code == "own_2"
    assert "own_2" not in kinds.measures()
    changed("own_1", words=texts("", name_de="Hinter Glas"), level=2)
    assert [one.number for one in service.opened("own_1").versions] == [2, 1]
    with pytest.raises(NotFound):
        propose("own_9", stamp="None.-")


def test_at_least_one_offence_and_one_measure_of_each_level_stay_offered() -> None:
    for number in range(1, 6):
        gone(f"D{number}")
    sentence = "It is the last one of level 3: at least one has to stay offered."
    assert wrong("D6", is_active=False) == {"is_active": [sentence]}
    for code in ("police_only", "superior_decides", "vest"):
        gone(code)
    assert wrong("no_objects", is_active=False) == {"is_active": [sentence]}
    assert wrong("no_objects", level=2) == {"level": [sentence]}
    changed("never_alone", words=dict(kinds.of_product("never_alone")), level=3)
    gone("no_objects")
    assert [code for code, kind in kinds.measures().items() if kind.is_active and kind.level == 3] == ["never_alone"]


def test_two_proposals_that_do_not_go_together_are_not_both_released() -> None:
    for number in range(1, 5):
        gone(f"D{number}")
    rows = [propose(code, words=dict(kinds.of_product(code)), is_active=False) for code in ("D5", "D6")]
    same = [propose("", level=1), propose("", level=1)]
    release(rows[0])
    release(same[0])
    for row in (rows[1], same[1]):
        with pytest.raises(service.Unfit):
            release(row)
        row.refresh_from_db()
        assert row.state == S.PROPOSED


@BOTH
def test_nobody_decides_on_the_own_proposal_and_the_database_refuses_it_too(code: str) -> None:
    both = granted(Role.EDITOR, quality())
    row = propose(code, both)
    for call in (lambda: release(row, both), lambda: send_back(row, both)):
        with pytest.raises(SamePerson):
            call()
    values = {"state": S.RELEASED, "version": 2, "decided_by": both.uuid, "decided_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        type(row)._default_manager.filter(pk=row.pk).update(**values)
    assert release(row).state == S.RELEASED


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (OffenceType, {"code": "Z9"}),
        (OffenceType, {"state": S.REPLACED}),
        (OffenceType, {"version": 3}),
        (Measure, {"level": 0}),
        (Measure, {"level": 4}),
        (Measure, {"code": ""}),
        (Measure, {"state": "burnt"}),
        (Measure, {"version": 2, "state": S.REPLACED}),
        (Measure, {"version": 3, "state": S.RELEASED}),
    ],
)
def test_the_database_refuses_what_no_screen_makes(model: Any, values: dict[str, Any]) -> None:
    changed(OFFENCE)
    changed(MEASURE)
    whole = {"code": OFFENCE, **({"level": 1, "code": MEASURE} if model is Measure else {}), "base": 1}
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        model.objects.create(**{**whole, **values})


@BOTH
def test_two_proposals_of_one_do_not_wait_at_once(code: str) -> None:
    row = propose(code)
    more = {"level": 3} if isinstance(row, Measure) else {}
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        type(row)._default_manager.create(code=code, base=1, **more)


def test_only_an_editor_proposes_and_only_the_quality_staff_decides_and_others_leave_a_deny_row() -> None:
    row = propose()
    for role in (Role.QUALITY, Role.LEGAL, Role.DATA_PROTECTION):
        other = granted(role)
        with pytest.raises(Denied):
            propose(OFFENCE, other)
        assert Entry.objects.using("zemag").filter(action="deny", actor=other.uuid).count() == 1
    for role in (Role.EDITOR, Role.LEGAL, Role.DATA_PROTECTION):
        other = granted(role)
        for call in (lambda who=other: release(row, who), lambda who=other: send_back(row, who)):
            with pytest.raises(Denied):
                call()
        assert Entry.objects.using("zemag").filter(action="deny", actor=other.uuid).count() == 2
    with pytest.raises(NotFound):
        service.release(version_id=uuid.uuid4(), actor=quality(), now=NOW)


@BOTH
def test_what_was_returned_keeps_its_reason_and_is_what_the_next_proposal_starts_from(code: str) -> None:
    row, keeper = propose(code, is_active=False), quality()
    with pytest.raises(ReasonMissing):
        send_back(row, keeper, " ")
    send_back(row, keeper)
    assert send_back(row, keeper).state == S.RETURNED
    item = service.opened(code)
    assert (item.start.reason, item.start.texts, item.start.is_active) == ("Bitte kürzer.", texts(code), False)
    assert (item.holds.number, item.waiting) == (1, None)
    with pytest.raises(WrongState):
        release(row, keeper)


@BOTH
def test_a_newer_proposal_takes_the_place_of_what_waits_and_an_old_form_is_refused(code: str) -> None:
    old = service.opened(code).stamp
    first = propose(code)
    with pytest.raises(Stale):
        propose(code, stamp=old)
    second = propose(code, words=texts(code, name_de="Drittes Wort"))
    first.refresh_from_db()
    assert first.state == S.WITHDRAWN
    with pytest.raises(WrongState):
        release(first)
    assert release(second).version == 2


@pytest.mark.parametrize("code", [OFFENCE, MEASURE, ""])
def test_a_form_sent_twice_is_one_proposal_and_a_decision_sent_twice_is_one_decision(code: str) -> None:
    writer, keeper, key = granted(Role.EDITOR), quality(), uuid.uuid4()
    old = service.opened(code).stamp
    rows = [propose(code, writer, request_key=key, stamp=old) for _time in range(2)]
    assert rows[0].pk == rows[1].pk
    assert len({release(rows[0], keeper).version for _time in range(2)}) == 1
    told = Entry.objects.using("zemag").filter(action="wording").values_list("role", "purpose", "result", "subject")
    subject = f"{rows[0]._meta.label} {rows[0].pk}"
    assert sorted(told) == [("R12", rows[0].code, "proposed", subject), ("R3", rows[0].code, "released", subject)]
    mails = OutgoingMail.objects.using("zemag").filter(kind="zemag_wording")
    assert mails.count() == 2
    assert not any(name.encode() in bytes(mail.message) for mail in mails for name in texts(code).values())


def test_without_a_row_of_the_log_nothing_is_proposed_or_released(settings: Any, tmp_path: Path) -> None:
    row, kept = propose(), configured.AUDIT_KEY_FILES
    settings.AUDIT_KEY_FILES = {**kept, "zemag": tmp_path / "gone.key"}
    sealing._read.cache_clear()
    for call in (lambda: release(row), lambda: propose(MEASURE)):
        with pytest.raises(LogUnavailable):
            call()
    assert [one.state for one in OffenceType.objects.all()] == [S.PROPOSED] and not Measure.objects.exists()


def test_wrong_words_get_their_message_beside_their_field() -> None:
    assert wrong(OFFENCE, name_en="  ", happened_de="") == {
        "name_en": ["Both languages are needed."],
        "happened_de": ["Both languages are needed."],
    }
    for part, longest in LONGEST.items():
        assert str(longest) in wrong(OFFENCE, **{f"{part}_de": "x" * (longest + 1)})[f"{part}_de"][0]
    assert wrong(OFFENCE, happened_en=texts(OFFENCE)["happened_de"])["happened_en"] == ["This is the German text."]
    assert wrong(MEASURE, name_en=texts(MEASURE)["name_de"]) == {"name_en": ["This is the German text."]}
    assert wrong("", level=4) == {"level": ["Please choose one of the values."]}
    taken = kinds.of_product("never_alone")["name_de"].upper()
    assert wrong(MEASURE, name_de=taken) == {"name_de": ["Another one has these words already."]}
    assert wrong(MEASURE, **kinds.of_product(MEASURE)) == {"name_de": ["Nothing is changed."]}
    assert not OffenceType.objects.exists() and not Measure.objects.exists()
    # The name of an offence may be the same in both languages.
    propose(OFFENCE, words=texts(OFFENCE, name_de="Stalking", name_en="Stalking "[:8] + "!"))


def test_words_are_kept_as_one_line_without_control_signs() -> None:
    typed = {name: f"  {text}\x00\x07\r\n ".replace(" ", "\r\n ") for name, text in texts(OFFENCE).items()}
    row = propose(words=typed)
    assert sealing.unseal(row)["texts"] == texts(OFFENCE)


def test_the_words_of_the_product_fit_their_own_bounds_in_both_languages() -> None:
    for code, kind in lists().items():
        given = Proposal(code, kind.texts, kind.level, is_active=True, stamp="", request_key=uuid.uuid4())
        assert fitting(given) == kind.texts, code
    assert names(kinds.offences()["C4"]) == ("Körperverletzung", "Bodily harm")


def test_a_list_is_one_question_and_what_it_seals_is_opened_once_in_a_process() -> None:
    changed(OFFENCE)
    for code in ("C2", "C3"):
        changed(code, words={**kinds.of_product(code), "name_en": f"Other {code}"})
    kinds.offences()
    with CaptureQueriesContext(connections["zemag"]) as queries:
        held = kinds.Lists()
        assert held.offences[OFFENCE].texts["name_de"] == SAID["name_de"]
        assert held.offences["C2"].texts["name_en"] == "Other C2"
    assert len(queries) == 1
