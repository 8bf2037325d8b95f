"""Steps of a request that several tests take: received, settled, decided, looked at."""

import uuid
from datetime import date
from typing import Any

from accounts.models import User
from tests.zemag_factories import (
    NOW,
    TODAY,
    granted,
    quality,
)
from zemag.asking import Question
from zemag.models import (
    Identity,
    IntakeWay,
    RequestKind,
    RequestResult,
    RequestState,
    Role,
    SubjectRequest,
)
from zemag.services import answering, collecting, subject_requests

K, S, R = RequestKind, RequestState, RequestResult
LAW = {"basis_de": "§ 2", "basis_en": "section 2", "controller": "Stadt", "officer": "DSB", "authority": "Behörde"}
WHO = Question(family="Schröder", given="Jörg", birth="04.03.1980", street="Musterweg", number="12")


def taken(kind: RequestKind = K.ACCESS, *, who: Question = WHO, received: date = TODAY, **more: Any) -> SubjectRequest:
    """Take a request in."""
    intake = subject_requests.Intake(
        kind, IntakeWay.LETTER, received, who, "12345 Musterstadt", "Bitte um Antwort.", **more
    )
    return subject_requests.take_in(intake=intake, request_key=uuid.uuid4(), actor=quality(), now=NOW)


def settled(kind: RequestKind = K.ACCESS, *people: uuid.UUID, actor: User | None = None, **more: Any) -> Any:
    """Take a request in, check who asks, and settle its cases: all that were found unless some are named."""
    row = taken(kind, **more)
    given = {"request_id": row.pk, "actor": actor or quality(), "now": NOW}
    subject_requests.confirm_identity(how=Identity.FILES, note="", **given)
    found = people or [one.intake.pk for one in collecting.candidates(**given)]
    return collecting.settle(people=found, reason="", **given)


def looked(row: SubjectRequest) -> SubjectRequest:
    """Let data protection agree."""
    guard = granted(Role.DATA_PROTECTION)
    return subject_requests.look(request_id=row.pk, agreed=True, note="", actor=guard, now=NOW)


def decided(row: SubjectRequest, actor: User, *, granted: bool = True, **more: Any) -> SubjectRequest:
    """Draft a decision, and let data protection agree."""
    given = {"request_id": row.pk, "granted": granted, "reason": "So ist es richtig."}
    return looked(answering.draft_decision(actor=actor, now=NOW, **given, **more))


def words_of(row: SubjectRequest, language: str = "de") -> str:
    """Return the letter as it would be made now."""
    _title, paragraphs = answering.preview(row, subject_requests.content(row), NOW)[language]
    return "\n".join(line for part in paragraphs for line in part)


def again(row: SubjectRequest) -> SubjectRequest:
    return SubjectRequest.objects.get(pk=row.pk)
