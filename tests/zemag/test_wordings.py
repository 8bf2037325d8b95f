"""Words of letters: proposed by an editor, released by another person, with all that a letter must hold."""

import io
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from pypdf import PdfReader

from accounts.models import User
from audit.models import Entry
from outbox.models import OutgoingMail
from tests.row_factories import UserFactory
from tests.zemag.fonts import needs_fonts
from tests.zemag.test_letters import LAW
from tests.zemag_cases import with_legal
from tests.zemag_factories import NOW, granted, profile, quality
from zemag.letters import samples
from zemag.letters.placeholders import MUST, TITLE_MUST, allowed, problems, used
from zemag.letters.wording import LANGUAGES, in_force, shared, wording
from zemag.models import Letter, LetterKind, LetterTemplate, RecordKey, Role, TemplateState
from zemag.services import letters, wordings
from zemag.services.errors import Denied, NotFound, ReasonMissing, SamePerson, Stale, WrongState

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), needs_fonts]
K = LetterKind.REPORTER


def editor() -> User:
    """Return an editor of texts."""
    return granted(Role.EDITOR)


def texts(kind: LetterKind = K, **other: str) -> dict[str, str]:
    """Return the words of the product with a sentence more in both languages."""
    made = wording(kind).texts()
    made["body_de"] += "\n\nAlles Gute."
    made["body_en"] += "\n\nAll the best."
    return {**made, **other}


def propose(actor: User | None = None, kind: LetterKind = K, words: Any = None, **more: Any) -> LetterTemplate:
    """Propose words."""
    stamp = more.pop("stamp", None) or wordings.opened(kind).stamp
    given = {"request_key": more.pop("request_key", uuid.uuid4()), "stamp": stamp, "now": NOW}
    return wordings.propose(kind=kind, texts=words or texts(kind), actor=actor or editor(), **given)


def release(row: LetterTemplate, actor: User | None = None) -> LetterTemplate:
    """Release words."""
    return wordings.release(template_id=row.pk, actor=actor or quality(), now=NOW)


def wrong(kind: LetterKind = K, **other: str) -> dict[str, list[str]]:
    """Return what is said beside the fields when these words are proposed."""
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        propose(kind=kind, words=texts(kind, **other))
    assert not LetterTemplate.objects.exists()
    return dict(refusal.value.message_dict)


def text_of(content: bytes) -> str:
    """Return the words of a PDF."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_every_letter_of_the_product_holds_what_it_must_and_every_placeholder_has_a_sample() -> None:
    assert {*MUST} == {*LetterKind}
    for kind in LetterKind:
        assert problems(kind, wording(kind).texts()) == {}, kind
        known = {name for name in allowed(kind) if name not in shared("de")}
        for language in LANGUAGES:
            inside = set().union(*(used(text)[0] for text in shared(language).values()))
            assert known | inside <= {*samples.SAMPLES[language]}, kind


@pytest.mark.parametrize("kind", LetterKind)
def test_whatever_a_letter_must_hold_cannot_be_edited_away_in_either_language(kind: LetterKind) -> None:
    product = wording(kind).texts()
    for part, must in (("body", MUST[kind]), ("title", TITLE_MUST.get(kind, ()))):
        for language in LANGUAGES:
            field = f"{part}_{language}"
            for name in must:
                told = problems(kind, {**product, field: product[field].replace(f"${name}", "-")})
                assert [f"${name} (" in line for line in told[field]] == [True], (field, name)


def test_a_proposal_changes_no_letter_until_another_person_has_released_it() -> None:
    profile(**LAW)
    case = with_legal(UserFactory())
    writer, keeper = editor(), quality()
    given = {"incident_id": case.pk, "kind": K, "recipient": "Ada", "words": {}, "actor": keeper, "now": NOW}
    first = letters.make(**given)
    row = propose(writer)
    second = letters.make(**given)
    assert release(row, keeper).version == 2
    third = letters.make(**given)
    assert [one.template_version for one in (first, second, third)] == [1, 1, 2]
    pages = [text_of(letters.document(letter_id=one.pk, actor=keeper, now=NOW)) for one in (first, second, third)]
    assert ["Alles Gute." in page for page in pages] == [False, False, True]
    assert "All the best." in pages[2] and "T11 · 2" in pages[2] and "T11 · 1" in pages[0]
    letters.send(letter_id=first.pk, actor=keeper, now=NOW)
    release(propose(writer, words=texts(body_de=texts()["body_de"] + " Bis bald.")), keeper)
    assert Letter.objects.get(pk=first.pk).template_version == 1
    assert text_of(letters.document(letter_id=first.pk, actor=keeper, now=NOW)) == pages[0]


def test_words_of_the_product_stay_in_the_history_once_others_replace_them() -> None:
    row = release(propose())
    assert in_force(K).texts() == texts()
    release(propose(words=texts(title_de="Meldung $number")))
    found = wordings.opened(K)
    assert [(one.number, one.state.value) for one in found.versions if one.row and one.row.proposed_by] == [
        (3, "released"),
        (2, "replaced"),
    ]
    assert (found.versions[-1].number, found.versions[-1].texts) == (1, wording(K).texts())
    before = found.before(next(one for one in found.versions if one.row and one.row.pk == row.pk))
    assert before is not None and before.number == 1
    assert all(b"Alles Gute" not in bytes(one.sealed) for one in LetterTemplate.objects.all())
    assert RecordKey.objects.filter(pk=row.pk).exists()


def test_nobody_releases_or_returns_words_they_proposed_and_the_database_refuses_it_too() -> None:
    both = granted(Role.EDITOR, quality())
    row = propose(both)
    for call in (
        lambda: wordings.release(template_id=row.pk, actor=both, now=NOW),
        lambda: wordings.send_back(template_id=row.pk, reason="Nein.", actor=both, now=NOW),
    ):
        with pytest.raises(SamePerson):
            call()
    values = {"state": TemplateState.RELEASED, "version": 2, "decided_by": both.uuid, "decided_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        LetterTemplate.objects.filter(pk=row.pk).update(**values)
    assert release(row).state == TemplateState.RELEASED


def test_only_an_editor_proposes_and_only_the_quality_staff_decides_and_others_leave_a_deny_row() -> None:
    row = propose()
    for role in (Role.QUALITY, Role.LEGAL, Role.DATA_PROTECTION):
        other = granted(role)
        with pytest.raises(Denied):
            propose(other)
        assert Entry.objects.using("zemag").filter(action="deny", actor=other.uuid).count() == 1
    for role in (Role.EDITOR, Role.LEGAL, Role.DATA_PROTECTION):
        other = granted(role)
        for call in (lambda who=other: release(row, who), lambda who=other: _returned(row, who)):
            with pytest.raises(Denied):
                call()
        assert Entry.objects.using("zemag").filter(action="deny", actor=other.uuid).count() == 2
    with pytest.raises(Denied):
        wordings.preview(kind=K, texts=texts(), version=1, actor=granted(Role.LEGAL), now=NOW)
    with pytest.raises(NotFound):
        wordings.release(template_id=uuid.uuid4(), actor=quality(), now=NOW)


def _returned(row: LetterTemplate, actor: User, reason: str = "Bitte kürzer.") -> LetterTemplate:
    return wordings.send_back(template_id=row.pk, reason=reason, actor=actor, now=NOW)


def test_returned_words_keep_their_reason_and_are_what_the_next_proposal_starts_from() -> None:
    row, keeper = propose(), quality()
    with pytest.raises(ReasonMissing):
        _returned(row, keeper, " ")
    _returned(row, keeper)
    assert _returned(row, keeper).state == TemplateState.RETURNED
    found = wordings.opened(K)
    assert (found.start.reason, found.start.texts) == ("Bitte kürzer.", texts())
    assert (found.holds.number, found.waiting) == (1, None)
    with pytest.raises(WrongState):
        release(row, keeper)


def test_a_newer_proposal_takes_the_place_of_what_waits_and_an_old_form_is_refused() -> None:
    old = wordings.opened(K).stamp
    first = propose()
    with pytest.raises(Stale):
        propose(stamp=old)
    second = propose(words=texts(title_de="Meldung $number"))
    first.refresh_from_db()
    assert first.state == TemplateState.WITHDRAWN
    with pytest.raises(WrongState):
        release(first)
    assert release(second).version == 2


def test_a_form_sent_twice_is_one_proposal_and_a_decision_sent_twice_is_one_decision() -> None:
    writer, keeper, key = editor(), quality(), uuid.uuid4()
    old = wordings.opened(K).stamp
    rows = [propose(writer, request_key=key, stamp=old) for _time in range(2)]
    assert rows[0].pk == rows[1].pk
    assert [release(rows[0], keeper).version for _time in range(2)] == [2, 2]
    told = Entry.objects.using("zemag").filter(action="wording").values_list("role", "purpose", "result")
    assert sorted(told) == [("R12", "T11", "proposed"), ("R3", "T11", "released")]
    mails = OutgoingMail.objects.using("zemag").filter(kind="zemag_wording")
    assert mails.count() == 2
    assert not any(b"Alles Gute" in bytes(mail.message) for mail in mails)


def test_wrong_words_get_their_message_beside_their_field() -> None:
    body = texts()["body_de"]
    assert wrong(body_en="  ")["body_en"] == ["Both languages are needed: German binds, English helps to read."]
    assert "$wer, $act" in " ".join(wrong(body_de=f"{body} $wer $act")["body_de"]).replace("$act, $wer", "$wer, $act")
    assert "$help (" in wrong(body_de=body.replace("$help", ""))["body_de"][0]
    assert "before a placeholder" in wrong(body_de=f"{body} 5 $")["body_de"][0]
    assert "before a placeholder" in wrong(body_de=f"{body} $$help")["body_de"][0]
    assert "120" in wrong(title_de="x" * 121)["title_de"][0]
    assert "6000" in wrong(body_de=body + "x" * 6_000)["body_de"][0]
    assert "威" in wrong(title_en="Your 威 report")["title_en"][0]
    assert "German text" in wrong(body_en=body)["body_en"][0]
    for code in ('#read("/etc/passwd")', "<b>fett</b>", "*fett*", "`x`", "\\", "#{sys.inputs}", "[x]"):
        assert "markup" in wrong(body_de=f"{body}\n\n{code}")["body_de"][0], code
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        propose(words=wording(K).texts())
    assert refusal.value.message_dict == {"body_de": ["Nothing is changed."]}


def test_words_are_kept_without_control_signs_and_with_plain_line_ends() -> None:
    typed = {name: f"  {text}\x00\x07 ".replace("\n", "\r\n") for name, text in texts().items()}
    row = propose(words=typed)
    release(row)
    assert in_force(K).texts() == texts()


def test_typst_code_in_words_is_printed_as_it_is_and_never_run() -> None:
    code = '#read("letter.typ") #panic("x") *b* #sys.inputs'
    text = wording(K)
    bodies = {language: f"{text.bodies[language]}\n\n{code}" for language in LANGUAGES}
    made = letters.composed(
        type(text)(K, 9, text.words, text.titles, bodies), samples.NUMBER, [code], SAMPLE_FACTS, is_sample=True
    )
    shown = text_of(made)
    assert shown.count('#panic("x")') == 3 and "data.footer" not in shown


SAMPLE_FACTS = {language: {**samples.SAMPLES[language], "result": "#pagebreak()"} for language in LANGUAGES}


def test_the_release_looks_once_more_whether_the_words_hold_what_they_must(monkeypatch: pytest.MonkeyPatch) -> None:
    row = propose()
    monkeypatch.setitem(MUST, K, (*MUST[K], "occurred"))
    with translation.override("en"), pytest.raises(wordings.Unfit, match="occurred"):
        release(row)
    row.refresh_from_db()
    assert row.state == TemplateState.PROPOSED
    # What was kept can be looked at, though it would not be released any more.
    assert wordings.preview(kind=K, texts=texts(), version=None, actor=quality(), now=NOW).startswith(b"%PDF")


@pytest.mark.parametrize("kind", LetterKind)
def test_a_preview_says_that_its_data_is_invented_and_leaves_no_placeholder_open(kind: LetterKind) -> None:
    actor = editor()
    shown = text_of(wordings.preview(kind=kind, texts=wording(kind).texts(), version=1, actor=actor, now=NOW))
    assert "Muster mit erfundenen Angaben" in shown and "$" not in shown
    assert ("Mira Beispiel" in shown) == (kind is not LetterKind.DEFERRAL)
    assert [row.result for row in Entry.objects.using("zemag").filter(action="wording")] == ["preview"]
    assert not Letter.objects.exists()
