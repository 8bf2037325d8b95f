"""Letters: each with what it must contain, in German that binds and English that helps, sealed, never naming staff."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from accounts.models import User
from audit.models import Entry
from tests.zemag.fonts import needs_fonts
from tests.zemag_cases import told, with_legal
from tests.zemag_factories import DAY, NOW, TODAY, granted, profile, quality
from zemag.letters.wording import wording
from zemag.models import Incident, IntakePerson, Letter, LetterKind, Notice, NoticeState, RecordKey, Role
from zemag.services import legal, letters, notices, register, retention, reviewing
from zemag.services.errors import Denied, NamesEmployee, ReasonMissing, WordsMissing, WrongState

pytestmark = [
    pytest.mark.django_db(databases=["default", "zemag"]),
    needs_fonts,
]
LAW = {
    "basis_de": "§ 2 Mustergesetz",
    "basis_en": "Example Act, section 2",
    "controller": "Musterstadt",
    "officer": "datenschutz@example.org",
    "authority": "Musterbehörde",
}
WORDS = {
    "act": "Eine Person drohte am Schalter mit Schlägen.",
    "result": "Zu Ihnen ist nichts gespeichert.",
    "received": "1. Juni 2026",
    "extended": "1. September 2026",
    "reason": "Umfangreiche Akten.",
    "decision": "Der Eintrag bleibt bestehen.",
    "effect": "Der Straßenname wurde geändert.",
    "superior": "die Amtsleitung",
    "where": "Rathaus, Musterplatz 1",
}


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report with a house ban, an entry and a deferred notice."""
    profile(**LAW)
    report = told("C2", place={"street": "Musterweg", "number": "12"}, victims=({"name": "Ada Betroffen"},))
    made = with_legal(reporter, report=report)
    actor = granted(Role.LEGAL)
    for kind, until in (("complaint", None), ("house_ban", TODAY + 90 * DAY)):
        step = legal.Step(legal.Trigger(kind), legal.FiledBy.BODY, TODAY, "Js 1", until)
        legal.record_step(incident_id=made.pk, step=step, actor=actor, now=NOW)
    words = register.Proposal(("never_alone",), "Zu zweit.", "Schutz.", "Gesetz")
    entry = register.propose(incident_id=made.pk, proposal=words, actor=quality(), now=NOW)
    register.approve(entry_id=entry.pk, actor=quality(), now=NOW)
    again = {"incident_id": made.pk, "now": NOW}
    notices.propose_deferral(actor=quality(), reason="Ermittlungen laufen.", recheck_on=TODAY + 60 * DAY, **again)
    notices.confirm_deferral(actor=quality(), **again)
    made.refresh_from_db()
    return made


def letter(case: Incident, kind: LetterKind, actor: User | None = None, **words: str) -> Letter:
    """Make a letter."""
    who = actor or granted(letters.role_for(kind))
    given = {**WORDS, **words}
    return letters.make(
        incident_id=case.pk, kind=kind, recipient="Jörg Schröder\nMusterweg 12", words=given, actor=who, now=NOW
    )


def text_of(made: Letter) -> tuple[str, str]:
    """Return the German letter and the English help."""
    content = letters.document(letter_id=made.pk, actor=quality(), now=NOW)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    split = next(number for number, page in enumerate(pages) if "Reading help" in page)
    return " ".join(pages[:split]), " ".join(pages[split:])


# Section 16: what each letter must contain.
MUST = {
    "T1a": (
        "14. Juni 2026",
        "Musterweg 12",
        "drohte am Schalter",
        "Strafanzeige",
        "Geburtsdatum",
        "Schutz",
        "§ 2 Muster",
    )
    + ("protokolliert", "nicht an andere", "stammen von", "überprüft", "gelöscht", "Leistungen", "schriftlich")
    + ("Art. 15", "Art. 21", "datenschutz@", "Musterbehörde"),
    "T1b": ("wird geprüft", "14. Juni 2026", "120 Tage", "Art. 18", "Musterbehörde"),
    "T2": ("nichts gespeichert", "1. Juni 2026", "Verwaltungsgericht"),
    "T3": ("Umfangreiche Akten", "1. September 2026"),
    "T4": ("bleibt bestehen", "Umfangreiche Akten", "Verwaltungsgericht", "Musterbehörde"),
    "T5": ("gelöscht", "15. Juni 2026", "Straßenname"),
    "T6": ("berichtigt", "Straßenname", "Art. 16"),
    "T7": ("Ermittlungen laufen", "14. August 2026", "zwei Personen"),
    "T8": ("§ 241", "Amtsleitung", "14. Juni 2026", "14. September 2026", "77b"),
    "T9": ("Musterplatz 1", "13. September 2026", "Umfangreiche Akten", "Klage"),
    "T11": ("vielen Dank", "2026-0001", "abgeschlossen", "Unfallanzeige"),
    "T12": ("Straßenname", "nicht, bevor"),
}


@pytest.mark.acceptance("zemag", 22)
def test_each_letter_holds_what_it_must_in_german_and_has_its_help_in_english(case: Incident) -> None:
    assert {*MUST} == {*LetterKind.values}
    for kind in LetterKind:
        made = letter(case, kind)
        german, english = text_of(made)
        assert [part for part in MUST[kind] if part not in german] == [], kind
        title = wording(kind).titles["en"].replace("$subject", "Access under Art. 15 GDPR")
        assert title.replace("$number", str(case.number)) in english
        assert "$" not in german + english
        assert made.template_version == wording(kind).version
        assert b"Schr" not in bytes(made.sealed)
    assert Entry.objects.using("zemag").filter(action="letter").count() == 2 * len(LetterKind)


def test_a_letter_to_the_person_never_names_who_reported_or_was_hurt(case: Incident, reporter: User) -> None:
    User.objects.filter(pk=reporter.pk).update(last_name="Meldestein")
    for name in ("Meldestein", "betroffen"):
        with pytest.raises(NamesEmployee):
            letter(case, LetterKind.ENTRY, act=f"Drohte gegenüber {name}.")
    assert not Letter.objects.exists()


def test_a_letter_is_refused_as_long_as_something_in_it_is_unknown(reporter: User) -> None:
    profile()
    made = with_legal(reporter)
    for kind, law in ((LetterKind.ENTRY, LAW), (LetterKind.EXAMINED, {}), (LetterKind.HOUSE_BAN, LAW)):
        profile(**law)
        with pytest.raises(WordsMissing):
            letter(made, kind)
    with pytest.raises(ReasonMissing):
        letters.make(incident_id=made.pk, kind=LetterKind.REPORTER, recipient=" ", words={}, actor=quality(), now=NOW)


def test_sending_the_letter_fulfils_the_notice_once_and_only_for_its_role(case: Incident) -> None:
    made = letter(case, LetterKind.ENTRY)
    for stranger in (granted(Role.LEGAL), granted(Role.STATISTICS)):
        with pytest.raises(Denied):
            letters.send(letter_id=made.pk, actor=stranger, now=NOW)
    with pytest.raises(Denied):
        letters.document(letter_id=made.pk, actor=granted(Role.LEGAL), now=NOW)
    letters.send(letter_id=made.pk, actor=quality(), now=NOW)
    notice = Notice.objects.get(incident=case)
    assert (notice.state, notice.sent_on) == (NoticeState.SENT, TODAY)
    with pytest.raises(WrongState):
        letters.send(letter_id=made.pk, actor=quality(), now=NOW)
    assert letter(case, LetterKind.REPORTER).sent_on is None


def test_a_letter_goes_a_month_after_the_last_of_the_person_has_gone(case: Incident) -> None:
    made = letter(case, LetterKind.ENTRY)
    later = NOW + timedelta(days=40)
    assert made.pk not in retention.RULES["letter"].due(later)
    entry = case.entries.get()
    reviewing.receive_objection(entry_id=entry.pk, actor=quality(), reason="Nein.", now=NOW)
    reviewing.decide_objection(entry_id=entry.pk, actor=quality(), upheld=True, reason="Ja.", now=NOW)
    IntakePerson.objects.filter(incident=case).update(destroyed_at=NOW)
    assert retention.RULES["letter"].due(NOW + 20 * DAY) == []
    assert [item.row for item in retention.apply(later) if item.kind == "letter"] == [made.pk]
    assert not Letter.objects.exists()
    assert not RecordKey.objects.filter(pk=made.pk).exists()


def test_a_sign_without_a_shape_never_stops_a_letter(case: Incident) -> None:
    made = letter(case, LetterKind.ENTRY, act="Er rief 威 und drohte.")
    assert "drohte" in text_of(made)[0]
    assert letters.replaced_signs("威")
    assert not letters.replaced_signs("Kılıç")
