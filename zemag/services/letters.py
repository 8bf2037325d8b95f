"""Letters about a case: made from versioned words, kept sealed, sent once; the notice follows its letter."""

import base64
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.pdf import compiled, printable
from zemag import sealing
from zemag.clocks import local_day
from zemag.letters.facts import facts_of, superiors_days
from zemag.letters.wording import LANGUAGES, Facts, Wording, filled, in_force, paragraphs
from zemag.models import (
    OWED,
    DeliveryStep,
    EntryState,
    Grant,
    Incident,
    IncidentState,
    IntakePerson,
    Letter,
    LetterKind,
    Notice,
    NoticeState,
    RegisterEntry,
    RegisterPerson,
    Role,
    Victim,
)
from zemag.permissions import grants_of, required
from zemag.profiles import Profile
from zemag.services import cases, logbook, people
from zemag.services.entries import checked, released_profile
from zemag.services.errors import Denied, NamesEmployee, NotFound, WrongState

SOURCE = Path(__file__).parents[1] / "letters" / "letter.typ"
ISSUER = "Zentrum für Kriminalprävention und Sicherheit"
HELP = "Lesehilfe, nicht verbindlich · Reading help, not binding. The German text above is the letter."
SAMPLE = "Muster mit erfundenen Angaben · Sample with invented data"
DRAFT = "Entwurf"
LONGEST_WORDS, LONGEST_RECIPIENT, LEAST_NAME = 2_000, 400, 3
# Letters of the legal unit; all others are the quality staff's.
LEGAL = frozenset((LetterKind.PROSECUTION, LetterKind.HOUSE_BAN))
NOTICES = frozenset((LetterKind.ENTRY, LetterKind.EXAMINED))
# Not about the person: the superior's application, the message to the reporter.
TO_OTHERS = frozenset((LetterKind.PROSECUTION, LetterKind.REPORTER))
# What goes to the person never names who reported or who was hurt.
WITHOUT_NAMES = NOTICES | {LetterKind.ACCESS, LetterKind.OBJECTION, LetterKind.RECTIFICATION, LetterKind.RESTRICTION}
# A letter outlives what it tells of by this, so that a question about it can be answered.
KEPT = timedelta(days=30)
# What is left of an earlier letter that came back, once the notice is fulfilled in another way.
FULFILLED = {"again_by": None, "is_undeliverable": False, "delivery": ""}


def role_for(kind: LetterKind) -> Role:
    """Return whose letter this is."""
    return Role.LEGAL if kind in LEGAL else Role.QUALITY


def make(
    *,
    incident_id: uuid.UUID,
    kind: LetterKind,
    recipient: str,
    words: Mapping[str, str],
    actor: User,
    now: datetime,
    number: int | None = None,
) -> Letter:
    """Make a letter; raise WordsMissing for a fact that is unknown, NamesEmployee when the words name one.

    `number` is about whom of several people it is; each has letters of their own.
    """
    with cases.locked(actor, now):
        grant = required(actor, role_for(kind), local_day(now))
        incident = Incident.objects.filter(pk=incident_id).exclude(state=IncidentState.DRAFT).first()
        if incident is None:
            raise NotFound
        about = None if kind in TO_OTHERS else _about(incident, number)
        letter = drawn(incident, kind, recipient, words, actor, now, about=about)
        _log(letter, "made", actor, grant, now)
    return letter


def _about(incident: Incident, number: int | None) -> IntakePerson | None:
    """Return whom a letter is about; a report that names nobody has letters all the same (house ban)."""
    nobody = number is None and not IntakePerson.objects.filter(incident=incident).exists()
    return None if nobody else people.found(incident, number)


def drawn(
    incident: Incident,
    kind: LetterKind,
    recipient: str,
    words: Mapping[str, str],
    actor: User,
    now: datetime,
    *,
    about: IntakePerson | None = None,
) -> Letter:
    """Write and seal a letter in the caller's transaction, who has asked for the right and writes the log."""
    text = in_force(kind)
    given = {name: checked(words.get(name, ""), LONGEST_WORDS) for name in text.words}
    if kind in WITHOUT_NAMES:
        no_names(incident, given, about=about)
    lines = [] if kind is LetterKind.DEFERRAL else checked(recipient, LONGEST_RECIPIENT).splitlines()
    document = _document(incident, about, text, lines, given, released_profile(), now)
    letter = Letter(incident=incident, person=about, kind=kind, template_version=text.version)
    letter.made_by, letter.made_at = actor.uuid, now
    sealing.seal(letter, {"pdf": base64.b64encode(document).decode(), "recipient": lines})
    letter.save(force_insert=True)
    return letter


def no_names(
    incident: Incident, words: Mapping[str, str], *others: uuid.UUID, about: IntakePerson | None = None
) -> None:
    """Raise NamesEmployee when the words hold the name of who reported or was hurt, or of these other employees.

    So it is for the name of anybody else whom the report names: what was reported of one person is not told to another.
    """
    employees = [uid for uid in (incident.reporter, *others) if uid]
    staff = list(User.objects.filter(uuid__in=employees).values_list("last_name", flat=True))
    staff += [str(told.get("name", "")) for told in sealing.unseal_all(list(Victim.objects.filter(incident=incident)))]
    names = {part.casefold() for name in staff for part in name.split() if len(part) >= LEAST_NAME}
    names |= _of_others(incident, about)
    used = {key: {part.strip(".,;:!?()\"'").casefold() for part in text.split()} for key, text in words.items()}
    if named := [key for key, parts in used.items() if parts & names]:
        raise NamesEmployee(*named)


def _of_others(incident: Incident, about: IntakePerson | None) -> set[str]:
    """Return the parts of names of the other people of a case, but for what is part of the own name as well."""
    if about is None:
        return set()
    reported = list(people.known(incident))
    entered = list(RegisterPerson.objects.filter(entries__in=people.living(incident).exclude(intake=None)).distinct())
    own = set(RegisterPerson.objects.filter(entries__intake=about).values_list("pk", flat=True)) | {about.pk}
    rows = [*reported, *entered]
    parts: dict[bool, set[str]] = {True: set(), False: set()}
    for row, told in zip(rows, sealing.unseal_all(rows), strict=True):
        words = [part.casefold() for name in told["names"] for one in name for part in one.split()]
        parts[row.pk in own] |= {part for part in words if len(part) >= LEAST_NAME}
    return parts[False] - parts[True]


def _document(
    incident: Incident,
    about: IntakePerson | None,
    text: Wording,
    lines: list[str],
    given: Facts,
    profile: Profile,
    now: datetime,
) -> bytes:
    """Return the PDF of a letter about a case; in the superior's application stand the days of the superior."""
    facts = {language: {**facts_of(incident, about, profile, language, now), **given} for language in LANGUAGES}
    if text.kind is LetterKind.PROSECUTION:
        for language in LANGUAGES:
            facts[language] |= superiors_days(incident, language)
    return composed(text, str(incident.number), lines, facts)


def parts_of(text: Wording, facts: Mapping[str, Facts]) -> dict[str, tuple[str, list[list[str]]]]:
    """Return title and paragraphs by language; raise WordsMissing for a fact that is unknown."""
    return {
        language: (
            filled(text.titles[language], language, facts[language]),
            paragraphs(filled(text.bodies[language], language, facts[language])),
        )
        for language in LANGUAGES
    }


def composed(
    text: Wording, number: str, lines: list[str], facts: Mapping[str, Facts], *, is_sample: bool = False
) -> bytes:
    """Return the PDF: the German letter, then the English reading help; a sample says so on each page."""
    parts = parts_of(text, facts)
    footer = f"{number} · {text.kind} · {text.version or DRAFT}"
    data: dict[str, object] = {
        "issuer": ISSUER,
        "recipient": lines,
        "reference": f"ZeMAG {number}",
        "day": facts["de"]["today"],
        "title": parts["de"][0],
        "title_en": parts["en"][0],
        "german": parts["de"][1],
        "english": parts["en"][1],
        "help": HELP,
        "footer": f"{footer} · {SAMPLE}" if is_sample else footer,
    }
    return compiled(SOURCE, data)


def replaced_signs(text: str) -> bool:
    """Whether a letter would show another sign than was typed, so that whoever types is told (settled.md 25)."""
    return printable(text) != text


def _log(letter: Letter, result: str, actor: User, grant: Grant, now: datetime) -> None:
    subject = logbook.subject_of(letter)
    logbook.write("letter", actor=actor, now=now, grant=grant, subject=subject, purpose=letter.kind, result=result)


def _found(letter_id: uuid.UUID) -> Letter:
    letter = Letter.objects.select_related("incident").filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    return letter


def document(*, letter_id: uuid.UUID, actor: User, now: datetime) -> bytes:
    """Return the PDF to whom the letter belongs, and to data protection; logged."""
    with cases.locked(actor, now):
        letter = _found(letter_id)
        today = local_day(now)
        roles = (role_for(LetterKind(letter.kind)), Role.QUALITY, Role.DATA_PROTECTION)
        held = [grant for role in roles for grant in grants_of(actor, role, today)]
        if not held:
            raise Denied
        content = sealing.unseal(letter)
        _log(letter, "read", actor, held[0], now)
    return base64.b64decode(content["pdf"])


def send(*, letter_id: uuid.UUID, actor: User, now: datetime) -> Letter:
    """Note that a letter has left; a notice of GDPR Art. 14 is fulfilled by it."""
    with cases.locked(actor, now):
        letter = _found(letter_id)
        if letter.incident is None:
            # Letters of a request end it, or give it more time: `services.answering` sends them.
            raise NotFound
        grant = required(actor, role_for(LetterKind(letter.kind)), local_day(now))
        if letter.sent_on is not None:
            raise WrongState
        letter.sent_on = local_day(now)
        letter.save(update_fields=["sent_on"])
        if letter.kind in NOTICES:
            rows = Notice.objects.filter(person=letter.person_id, state__in=OWED)
            rows.update(state=NoticeState.SENT, sent_on=letter.sent_on, **FULFILLED)
        _log(letter, "sent", actor, grant, now)
    return letter


def over(now: datetime) -> QuerySet[Letter]:
    """Return the letters a month after they were made of which the person has nothing left in report and register.

    One that is about nobody in particular waits until nothing of anybody in its case is left.
    """
    rows = Letter.objects.filter(made_at__lte=now - KEPT, request=None)
    reported = IntakePerson.objects.filter(destroyed_at=None)
    living = RegisterEntry.objects.exclude(state=EntryState.DELETED).exclude(incident=None)
    left = Q(person__in=reported.values("pk")) | Q(person__in=living.exclude(intake=None).values("intake"))
    anybody = Q(incident__in=reported.values("incident")) | Q(incident__in=living.values("incident"))
    return rows.filter(Q(person__isnull=False) & ~left | Q(person=None) & ~anybody)


def forget(letter_id: uuid.UUID, now: datetime) -> None:
    """Destroy a letter with what is noted of its delivery, in the caller's transaction."""
    letter = _found(letter_id)
    steps = DeliveryStep.objects.filter(letter=letter)
    # The letter last: after a restore its steps are gone before it is.
    sealing.destroy([*steps, letter])
    steps.delete()
    subject = logbook.subject_of(letter)
    letter.delete()
    logbook.write("delete", actor=None, now=now, subject=subject, result="letter")
