"""Texts of the weapons catalogue: proposed by an editor, released by another person, shown at once (section 13)."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import User
from audit.models import Entry
from audit.services import LogUnavailable
from outbox.models import OutgoingMail
from tests.zemag_factories import NOW, granted, quality
from zemag import sealing
from zemag.models import Role, TemplateState
from zemag.services.errors import Denied, NotFound, ReasonMissing, SamePerson, Stale, WrongState
from zemag_pages.forms.reporting import Anonymous, Short
from zemag_pages.models import LONGEST, WeaponText
from zemag_pages.weapons import texts as service
from zemag_pages.weapons.entries import FIELDS, groups, in_force, of_product, weapon_of

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"])]
CODE = "D1"
S = TemplateState


def texts(**other: str) -> dict[str, str]:
    """Return the texts of the product with other words."""
    made = {**of_product(CODE), "words_de": "Pfefferspray, Kribbeldose", "words_en": "pepper spray, tingle tin"}
    return {**made, **other}


def propose(actor: User | None = None, words: Any = None, is_active: bool = True, **more: Any) -> WeaponText:
    """Propose texts."""
    code = more.pop("code", CODE)
    stamp = more.pop("stamp", None) or service.opened(code).stamp
    key = more.pop("request_key", uuid.uuid4())
    given = service.Proposal(
        code=code, texts=words or texts(), is_active=is_active, stamp=stamp, request_key=key, **more
    )
    return service.propose(given, actor=actor or granted(Role.EDITOR), now=NOW)


def release(row: WeaponText, actor: User | None = None) -> WeaponText:
    """Release texts."""
    return service.release(text_id=row.pk, actor=actor or quality(), now=NOW)


def send_back(row: WeaponText, actor: User, reason: str = "Bitte kürzer.") -> WeaponText:
    """Return texts."""
    return service.send_back(text_id=row.pk, reason=reason, actor=actor, now=NOW)


def found(typed: str, language: str = "de") -> list[str]:
    """Return the classes that the catalogue shows for some words."""
    return [weapon.code for group in groups(language, typed, changed=in_force()) for weapon in group.weapons]


def wrong(**other: str) -> dict[str, list[str]]:
    """Return what is said beside the fields when these texts are proposed."""
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        propose(words=texts(**other))
    assert not WeaponText.objects.exists()
    return dict(refusal.value.message_dict)


def test_a_proposal_changes_nothing_until_another_person_has_released_it_and_is_found_then() -> None:
    row = propose()
    assert found("Kribbeldose") == found("tingle") == []
    assert release(row).version == 2
    assert found("Kribbeldose", "en") == found("tingle", "de") == [CODE]
    assert weapon_of(CODE, "en", in_force()).words == "pepper spray, tingle tin"
    assert weapon_of("D2", "en", in_force()).words == of_product("D2")["words_en"]


def test_texts_of_the_product_stay_in_the_history_once_others_replace_them() -> None:
    row = release(propose())
    release(propose(words=texts(text_de="Eine Dose.")))
    item = service.opened(CODE)
    assert [(one.number, one.state) for one in item.versions] == [(3, S.RELEASED), (2, S.REPLACED), (1, S.REPLACED)]
    assert item.versions[-1].texts == of_product(CODE)
    second = next(one for one in item.versions if one.row and one.row.pk == row.pk)
    before = item.before(second)
    assert before is not None and before.number == 1
    assert item.before(item.versions[-1]) is None
    assert [one.code for one in service.listed() if one.holds.row] == [CODE]


def test_what_most_classes_of_a_group_say_stands_with_the_group_and_another_advice_with_its_class() -> None:
    release(propose(words=texts(notice_de="Dose in der Faust.")))
    (group,) = groups("de", chosen="D", changed=in_force())
    assert group.notice == of_product("D2")["notice_de"]
    assert [one.code for one in group.weapons if one.notice != group.notice] == [CODE]
    (alone,) = groups("de", "Kribbeldose", changed=in_force())
    assert alone.notice == "Dose in der Faust."


def test_a_class_that_is_no_longer_offered_leaves_catalogue_and_reports_but_stays_readable() -> None:
    release(propose(words=of_product(CODE), is_active=False))
    assert found("Pfefferspray") == [] and "D2" in found("")
    weapon = weapon_of(CODE, "de", in_force())
    assert (weapon.is_active, weapon.name) == (False, "Pfefferspray")
    for form in (Short(), Anonymous()):
        options = str(form["weapon"])
        assert 'value="D1"' not in options and 'value="D2"' in options
    # Whoever chose it before it was taken out loses nothing.
    assert 'value="D1" selected' in str(Short({"weapon": CODE})["weapon"])
    assert 'value="D1" selected' in str(Short(initial={"weapon": CODE})["weapon"])
    release(propose(words=of_product(CODE)))
    assert found("Pfefferspray") == [CODE] and 'value="D1"' in str(Short()["weapon"])


def test_a_group_of_which_nothing_is_left_is_not_offered() -> None:
    release(propose(code="G1", words=of_product("G1"), is_active=False))
    assert [group.code for group in groups("de", chosen="G", changed=in_force())] == []
    assert 'label="Hund"' not in str(Short()["weapon"])


def test_nobody_decides_on_the_own_proposal_and_the_database_refuses_it_too() -> None:
    both = granted(Role.EDITOR, quality())
    row = propose(both)
    for call in (lambda: release(row, both), lambda: send_back(row, both)):
        with pytest.raises(SamePerson):
            call()
    values = {"state": S.RELEASED, "version": 2, "decided_by": both.uuid, "decided_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        WeaponText.objects.filter(pk=row.pk).update(**values)
    assert release(row).state == S.RELEASED


@pytest.mark.parametrize(
    "values",
    [
        {"version": 3, "state": S.RELEASED, "proposed_by": uuid.uuid4(), "decided_by": uuid.uuid4(), "decided_at": NOW},
        {"version": 2, "state": S.REPLACED},
        {"version": 3, "state": S.RELEASED},
        {"version": 3},
        {"state": S.REPLACED},
        {"code": "Z9"},
        {"state": "burnt"},
    ],
)
def test_the_database_refuses_what_no_screen_makes(values: dict[str, Any]) -> None:
    release(propose())
    whole: dict[str, Any] = {"code": CODE, "base": 1, **of_product(CODE), **values}
    with pytest.raises(IntegrityError), transaction.atomic():
        WeaponText.objects.create(**whole)


def test_two_proposals_of_a_class_do_not_wait_at_once() -> None:
    propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        WeaponText.objects.create(code=CODE, base=1, **of_product(CODE))


def test_only_an_editor_proposes_and_only_the_quality_staff_decides_and_others_leave_a_deny_row() -> None:
    row = propose()
    for role in (Role.QUALITY, Role.LEGAL, Role.DATA_PROTECTION):
        other = granted(role)
        with pytest.raises(Denied):
            propose(other)
        assert Entry.objects.using("zemag").filter(action="deny", actor=other.uuid).count() == 1
    for role in (Role.EDITOR, Role.LEGAL, Role.DATA_PROTECTION):
        other = granted(role)
        for call in (lambda who=other: release(row, who), lambda who=other: send_back(row, who)):
            with pytest.raises(Denied):
                call()
        assert Entry.objects.using("zemag").filter(action="deny", actor=other.uuid).count() == 2
    with pytest.raises(NotFound):
        service.release(text_id=uuid.uuid4(), actor=quality(), now=NOW)


def test_returned_texts_keep_their_reason_and_are_what_the_next_proposal_starts_from() -> None:
    row, keeper = propose(is_active=False), quality()
    with pytest.raises(ReasonMissing):
        send_back(row, keeper, " ")
    send_back(row, keeper)
    assert send_back(row, keeper).state == S.RETURNED
    item = service.opened(CODE)
    assert (item.start.reason, item.start.texts, item.start.is_active) == ("Bitte kürzer.", texts(), False)
    assert (item.holds.number, item.waiting) == (1, None)
    with pytest.raises(WrongState):
        release(row, keeper)


def test_a_newer_proposal_takes_the_place_of_what_waits_and_an_old_form_is_refused() -> None:
    old = service.opened(CODE).stamp
    first = propose()
    with pytest.raises(Stale):
        propose(stamp=old)
    second = propose(words=texts(text_de="Eine Dose."))
    first.refresh_from_db()
    assert first.state == S.WITHDRAWN
    with pytest.raises(WrongState):
        release(first)
    assert release(second).version == 2


def test_a_form_sent_twice_is_one_proposal_and_a_decision_sent_twice_is_one_decision() -> None:
    writer, keeper, key = granted(Role.EDITOR), quality(), uuid.uuid4()
    old = service.opened(CODE).stamp
    rows = [propose(writer, request_key=key, stamp=old) for _time in range(2)]
    assert rows[0].pk == rows[1].pk
    assert [release(rows[0], keeper).version for _time in range(2)] == [2, 2]
    told = Entry.objects.using("zemag").filter(action="wording").values_list("role", "purpose", "result", "subject")
    subject = f"zemag_pages.WeaponText {rows[0].pk}"
    assert sorted(told) == [("R12", CODE, "proposed", subject), ("R3", CODE, "released", subject)]
    mails = OutgoingMail.objects.using("zemag").filter(kind="zemag_wording")
    assert mails.count() == 2
    assert not any(b"Kribbel" in bytes(mail.message) for mail in mails)


def test_without_a_row_of_the_log_nothing_is_proposed_or_released(settings: Any, tmp_path: Path) -> None:
    row, kept = propose(), configured.AUDIT_KEY_FILES
    settings.AUDIT_KEY_FILES = {**kept, "zemag": tmp_path / "gone.key"}
    sealing._read.cache_clear()
    for call in (lambda: release(row), lambda: propose(words=texts(text_de="Eine Dose."))):
        with pytest.raises(LogUnavailable):
            call()
    assert [one.state for one in WeaponText.objects.all()] == [S.PROPOSED]


def test_wrong_texts_get_their_message_beside_their_field() -> None:
    assert wrong(law_en="  ", text_de="") == {
        "law_en": ["Both languages are needed."],
        "text_de": ["Both languages are needed."],
    }
    for part, longest in LONGEST.items():
        assert str(longest) in wrong(**{f"{part}_de": "x" * (longest + 1)})[f"{part}_de"][0]
    assert wrong(notice_en=texts()["notice_de"])["notice_en"] == ["This is the German text."]
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        propose(words=of_product(CODE))
    assert refusal.value.message_dict == {"text_de": ["Nothing is changed."]}
    propose()
    with pytest.raises(ValidationError):
        propose()


def test_texts_are_kept_as_one_paragraph_without_control_signs() -> None:
    typed = {name: f"  {text}\x00\x07\r\n ".replace(" ", "\r\n ") for name, text in texts().items()}
    row = propose(words=typed)
    assert {name: getattr(row, name) for name in FIELDS} == texts()


def test_the_texts_of_the_product_fit_their_own_bounds() -> None:
    for item in service.listed():
        assert service.fitting(item.holds.texts) == item.holds.texts, item.code
