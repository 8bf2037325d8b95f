"""The answer to a request: its draft without third persons, its letter, and what happens once it has left."""

import base64
import datetime as dates
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import translation

from accounts.models import User
from zemag import sealing
from zemag.clocks import RequestClock, local_day
from zemag.letters.facts import day, law_facts
from zemag.letters.told import answer_text, decision_of, subject_of
from zemag.letters.wording import LANGUAGES, Facts, filled, in_force
from zemag.models import (
    OWED,
    EntryDecision,
    Letter,
    LetterKind,
    NoticeState,
    OwedAnswer,
    RequestCase,
    RequestKind,
    RequestResult,
    RequestState,
    Role,
    SubjectRequest,
    SupervisorStatement,
)
from zemag.services import holding_back, letters, subject_requests
from zemag.services.collecting import entries_of
from zemag.services.correcting import read_correction
from zemag.services.entries import checked, released_profile
from zemag.services.errors import NotFound, TooLate, WordsMissing, WrongState
from zemag.services.gathering import FREE

S, R, K = RequestState, RequestResult, RequestKind
LONGEST_PART = 16_000
OF_KIND = {
    K.RECTIFICATION: LetterKind.RECTIFICATION,
    K.ERASURE: LetterKind.ERASURE,
    K.RESTRICTION: LetterKind.RESTRICTION,
}
OPEN = tuple(state for state in S if state not in (S.LETTER, S.SENT))


def free_texts(told: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return the texts somebody looks through: key, number of the case, what it is, and what it says."""
    return [
        (f"{place}.{name}", str(case["number"]), name, case["free"][name])
        for place, case in enumerate(told.get("cases", []))
        for name in FREE
        if case["free"].get(name)
    ]


def draft_access(
    *,
    request_id: uuid.UUID,
    texts: Mapping[str, str],
    actor: User,
    now: datetime,
    basis: str = "",
    reason: str = "",
    expected: int | None = None,
) -> SubjectRequest:
    """Draft the answer: each free text as it may leave, an empty one is left out; no name of staff passes.

    Where a deferral holds something back, `basis` is what the letter says of it, `reason` why the answer would undo it.
    """
    with subject_requests.changed(request_id, actor, now, S.COLLECTED, expected=expected) as (row, grant):
        if row.kind != K.ACCESS:
            raise WrongState
        holding_back.check(row, now)
        told = subject_requests.content(row)
        keys = [key for key, *_rest in free_texts(told)]
        kept = {key: checked(texts[key], LONGEST_PART) for key in keys if texts.get(key, "").strip()}
        _no_names(row, kept)
        held = holding_back.held_words(row, basis, reason)
        subject_requests.put(row, answer={"free": kept, **held})
        if held:
            subject_requests.log(row, "export_dsr", actor, grant, now, result="held")
        left = bool(told["cases"] or told["staff"] or held)
        _drafted(row, R.FOUND if left else R.NONE, actor, now)
    return row


def draft_decision(
    *,
    request_id: uuid.UUID,
    granted: bool,
    reason: str,
    actor: User,
    now: datetime,
    correction: Mapping[str, str] | None = None,
    expected: int | None = None,
) -> SubjectRequest:
    """Draft whether a request under Art. 16 to 18 or 21 is granted, with what the letter says; nothing changes yet."""
    words = checked(reason)
    with subject_requests.changed(request_id, actor, now, S.COLLECTED, expected=expected) as (row, _grant):
        if row.kind == K.ACCESS:
            raise WrongState
        _no_names(row, {"reason": words})
        if granted and row.kind == K.RECTIFICATION:
            read_correction(correction or {}, local_day(now))
        subject_requests.put(row, answer={"reason": words, "correction": dict(correction or {})})
        _drafted(row, R.GRANTED if granted else R.REJECTED, actor, now)
    return row


def _drafted(row: SubjectRequest, result: RequestResult, actor: User, now: datetime) -> None:
    row.state, row.result, row.drafted_by = S.DRAFTED, result, actor.uuid
    subject_requests.tell(row, Role.DATA_PROTECTION, now)


def _no_names(row: SubjectRequest, words: Mapping[str, str]) -> None:
    """Raise NamesEmployee when words that leave name who reported, was hurt, supervised or decided."""
    for case in RequestCase.objects.filter(request=row).select_related("incident", "person"):
        incident = case.incident
        decided = EntryDecision.objects.filter(entry__incident=incident).values_list("actor", "second")
        bosses = SupervisorStatement.objects.filter(incident=incident).values_list("supervisor", "substitute")
        others = {uid for pair in (*decided, *bosses) for uid in pair if uid is not None}
        letters.no_names(incident, words, *others, about=case.person)


def kind_of(row: SubjectRequest) -> LetterKind:
    """Return the letter that answers a request."""
    if row.kind == K.OBJECTION and row.result in (R.GRANTED, R.REJECTED):
        return LetterKind.OBJECTION
    if row.result == R.GRANTED:
        return OF_KIND[K(row.kind)]
    return LetterKind.ACCESS


def facts(row: SubjectRequest, told: Mapping[str, Any], now: datetime) -> dict[str, Facts]:
    """Return what the letter says, by language; raise WordsMissing for what the legal profile does not say."""
    profile = released_profile()
    found: dict[str, Facts] = {}
    # An objection that is right ends the entry now, though it is carried out after the letter was looked at.
    living = [] if row.result == R.GRANTED or row.kind == K.ACCESS else entries_of(row)
    ends = min((entry.delete_on for entry in living), default=local_day(now))
    for language in LANGUAGES:
        with translation.override(language):
            known: Facts = {
                **law_facts(profile, language),
                "today": day(local_day(now)),
                # The rest of an answer is about the request that was answered first.
                "received": day(dates.date.fromisoformat(told.get("asked_on", row.received_on.isoformat()))),
                "subject": subject_of(K(row.kind)),
                "deletion": day(ends),
            }
            text = answer_text(row, told)
            if row.result == R.FOUND and told.get("cases"):
                text = f"{text}\n\n{filled('$purpose', language, known)}"
            found[language] = known | {
                "result": text,
                "effect": text,
                "reason": text,
                "decision": decision_of(granted=row.result == R.GRANTED),
            }
    return found


def preview(row: SubjectRequest, told: Mapping[str, Any], now: datetime) -> dict[str, tuple[str, list[list[str]]]]:
    """Return title and paragraphs of the letter as it would be made now, by language."""
    return letters.parts_of(in_force(kind_of(row)), facts(row, told, now))


def make_letter(*, request_id: uuid.UUID, actor: User, now: datetime, expected: int | None = None) -> Letter:
    """Make the letter: after the look of data protection, and for a decision once it is carried out."""
    with subject_requests.changed(request_id, actor, now, S.LOOKED, S.DONE, expected=expected, action="export_dsr") as (
        row,
        _g,
    ):
        if row.state == S.LOOKED and row.result in (R.GRANTED, R.REJECTED):
            raise WrongState
        holding_back.check(row, now)
        told = subject_requests.content(row)
        made = _stored(row, kind_of(row), told, facts(row, told, now), actor, now)
        row.state = S.LETTER
    return made


def make_interim(
    *, request_id: uuid.UUID, reason: str, actor: User, now: datetime, expected: int | None = None
) -> Letter:
    """Make T3 inside the first month: the answer takes two months longer once this letter has left."""
    words = checked(reason)
    with subject_requests.changed(request_id, actor, now, *OPEN, expected=expected) as (row, _grant):
        made = Letter.objects.filter(request=row, kind=LetterKind.INTERIM, sent_on=None).exists()
        if row.is_extended or row.rest_of_id is not None or made:
            raise WrongState
        clock = RequestClock(row.received_on)
        if not clock.may_extend(local_day(now)) or row.result == R.REFUSED:
            raise TooLate
        _no_names(row, {"reason": words})
        subject_requests.put(row, interim=words)
        return _interim(row, actor, now)


def _interim(row: SubjectRequest, actor: User, now: datetime) -> Letter:
    """Make T3 with its reason and the new day."""
    told, said = subject_requests.content(row), dict[str, Facts]()
    if "interim" not in told:
        raise WordsMissing(what="reason")
    clock = RequestClock(row.received_on)
    for language, known in facts(row, told, now).items():
        with translation.override(language):
            said[language] = known | {"reason": told["interim"], "extended": day(clock.due_extended)}
    return _stored(row, LetterKind.INTERIM, told, said, actor, now)


def made_again(row: SubjectRequest, actor: User, now: datetime) -> Letter:
    """Make the letter of a request that is owed again, in the caller's transaction: the answer, before it T3."""
    kind = kind_of(row) if row.state in (S.LETTER, S.SENT) else LetterKind.INTERIM
    for letter in Letter.objects.filter(request=row, kind=kind, sent_on=None):
        letters.forget(letter.pk, now)
    if kind == LetterKind.INTERIM:
        return _interim(row, actor, now)
    holding_back.check(row, now)
    told = subject_requests.content(row)
    return _stored(row, kind, told, facts(row, told, now), actor, now)


def name_of(told: Mapping[str, Any]) -> str:
    """Return the name of who asks, as it stands on a letter."""
    return f"{told['question']['given']} {told['question']['family']}".strip()


def recipient_of(told: Mapping[str, Any]) -> list[str]:
    """Return the lines of the address to which the next letter of a request goes; one that was told later counts."""
    asked, known = told["question"], told.get("recipient")
    return list(known or [name_of(told), f"{asked['street']} {asked['number']}".strip(), told["town"]])


def _stored(
    row: SubjectRequest,
    kind: LetterKind,
    told: Mapping[str, Any],
    said: Mapping[str, Facts],
    actor: User,
    now: datetime,
) -> Letter:
    text, lines = in_force(kind), recipient_of(told)
    document = letters.composed(text, row.number, lines, said)
    letter = Letter(request=row, kind=kind, template_version=text.version, made_by=actor.uuid, made_at=now)
    sealing.seal(letter, {"pdf": base64.b64encode(document).decode(), "recipient": lines})
    letter.save(force_insert=True)
    return letter


def send(*, letter_id: uuid.UUID, actor: User, now: datetime) -> SubjectRequest:
    """Note that a letter has left: the answer ends the request, T3 gives it two more months if it is in time.

    One that came back and leaves again changes neither; what it told is owed no more.
    """
    letter = Letter.objects.filter(pk=letter_id).exclude(request=None).first()
    if letter is None or letter.request_id is None:
        raise NotFound
    with subject_requests.changed(letter.request_id, actor, now, action="letter") as (row, _grant):
        letter, owed = Letter.objects.get(pk=letter_id), OwedAnswer.objects.filter(request=row, state__in=OWED)
        is_interim = letter.kind == LetterKind.INTERIM
        if letter.sent_on is not None or (row.state == S.SENT and (is_interim or not owed)):
            raise WrongState
        letter.sent_on = local_day(now)
        if is_interim:
            _extend(row, now)
        else:
            holding_back.check(row, now)
            row.state, row.sent_on = S.SENT, row.sent_on or letter.sent_on
        letter.save(update_fields=["sent_on"])
        owed.update(state=NoticeState.SENT, sent_on=letter.sent_on, **letters.FULFILLED)
    return row


def _extend(row: SubjectRequest, now: datetime) -> None:
    """Give a request two more months, once T3 was sent in time; one that came back and leaves again gives no more."""
    clock = RequestClock(row.received_on)
    if not row.is_extended and not clock.may_extend(local_day(now)):
        raise TooLate
    row.is_extended, row.due_on = True, clock.due_extended
