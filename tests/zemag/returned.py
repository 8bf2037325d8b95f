"""Notices that were sent and came back, as far as tests need them; made by the services, as people make them."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from tests.zemag_cases import PERSON, complaint, with_legal
from tests.zemag_factories import DAY, NOW, granted, quality
from zemag.clocks import local_day
from zemag.models import (
    Delivery,
    DeliveryStep,
    Grade,
    Incident,
    Letter,
    LetterKind,
    Notice,
    ReturnedHow,
    Role,
)
from zemag.services import delivery, desk, legal, letters, reporting

LAW = {
    "basis_de": "§ 2 Mustergesetz",
    "basis_en": "Example Act, section 2",
    "controller": "Musterstadt",
    "officer": "datenschutz@example.org",
    "authority": "Musterbehörde",
}
OTHER = reporting.Reported((("Anh", "Nguyen"),), Grade.STATEMENT, (1990, 1, 2))
TWO = (PERSON, OTHER)
BACK = NOW + 20 * DAY


def filed(reporter: User, **fields: Any) -> Incident:
    """Return a report of which the legal unit has filed a complaint."""
    row = with_legal(reporter, **fields)
    legal.record_step(incident_id=row.pk, step=complaint(), actor=granted(Role.LEGAL), now=NOW)
    return Incident.objects.get(pk=row.pk)


def notified(
    case: Incident, *, now: datetime = NOW, number: int | None = None, kind: LetterKind = LetterKind.EXAMINED
) -> Letter:
    """Make and send a notice to a person of a case."""
    actor, words = quality(), {"act": "Eine Person drohte am Schalter."}
    given: dict[str, Any] = {
        "incident_id": case.pk,
        "kind": kind,
        "recipient": "Musterweg 12",
        "words": words,
        "number": number,
    }
    made = letters.make(**given, actor=actor, now=now)
    return letters.send(letter_id=made.pk, actor=actor, now=now)


def came_back(
    letter: Letter, *, on: date | None = None, actor: User | None = None, now: datetime = BACK, **more: Any
) -> DeliveryStep:
    """Note that a letter came back, today unless another day is given."""
    given: dict[str, Any] = {"how": ReturnedHow.UNKNOWN, "returned_on": on or local_day(now), **more}
    return delivery.note_return(letter_id=letter.pk, actor=actor or quality(), now=now, **given)


def asked(
    case: Incident,
    result: Delivery = Delivery.NO_ADDRESS,
    *,
    on: date | None = None,
    actor: User | None = None,
    now: datetime = BACK,
    **more: Any,
) -> DeliveryStep:
    """Document what the residents' register answered."""
    given: dict[str, Any] = {"queried_on": on or local_day(now), "authority": "Meldebehörde Musterstadt", **more}
    return delivery.note_query(incident_id=case.pk, result=result, actor=actor or quality(), now=now, **given)


def posted(
    case: Incident, *, on: date | None = None, actor: User | None = None, now: datetime = BACK, **more: Any
) -> DeliveryStep:
    """Note a public notice."""
    given: dict[str, Any] = {"posted_on": on or local_day(now), "place": "Aushang Rathaus", **more}
    return delivery.post(incident_id=case.pk, actor=actor or quality(), now=now, **given)


def stands(case: Incident, number: int = 1) -> tuple[str, str]:
    """Return state and delivery of the notice to a person."""
    notice = Notice.objects.get(incident=case, person__position=number)
    return notice.state, notice.delivery


def next_of(case: Incident, now: datetime = BACK) -> tuple[str, date | None]:
    """Return the next step of a notice on the desk, and the last day for it."""
    Incident.objects.filter(pk=case.pk).update(due_at=None)
    step = desk.open_case(incident_id=case.pk, actor=quality(), now=now).next
    return step.code, local_day(step.due) - DAY if step.due else None
