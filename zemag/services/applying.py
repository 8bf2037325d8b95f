"""The superior's application for prosecution (T8), written by who leads the unit (ZeMAG design, 3 and 16).

It is a letter to sign by hand: the legal unit files it and records the step, and can write another one.
"""

import base64
import uuid
from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from zemag import mails, sealing
from zemag.clocks import local_day
from zemag.letters.facts import superiors_clock
from zemag.models import Entitled, Incident, Letter, LetterKind, Role, SupervisorStatement
from zemag.permissions import holders
from zemag.services import cases, letters, logbook, unit_reports
from zemag.services.errors import NotFound, WrongState

KIND = LetterKind.PROSECUTION


def open_clock(incident: Incident, now: datetime) -> Entitled | None:
    """Return the clock of the superior while the application can still be filed (StGB § 77b)."""
    clock = superiors_clock(incident)
    return clock if clock is not None and clock.last_day >= local_day(now) else None


def written(incident: Incident, actor: User) -> Letter | None:
    """Return the application that this person has written."""
    return Letter.objects.filter(incident=incident, kind=KIND, made_by=actor.uuid).order_by("made_at").first()


def write(*, incident_id: uuid.UUID, recipient: str, words: Mapping[str, str], actor: User, now: datetime) -> Letter:
    """Write the application, once for each person, and tell the legal unit; raise NotFound, WrongState."""
    with cases.locked(actor, now):
        incident = _part(incident_id, actor).incident
        first = written(incident, actor)
        if first is not None:
            return first
        if open_clock(incident, now) is None:
            raise WrongState
        letter = letters.drawn(incident, KIND, recipient, words, actor, now)
        _log(letter, "made", actor, now)
        legal = holders(Role.LEGAL, local_day(now))
        mails.tell(legal, kind="application", number=str(incident.number), key=str(letter.pk))
    return letter


def document(*, incident_id: uuid.UUID, actor: User, now: datetime) -> bytes:
    """Return the PDF of the own application, logged; raise NotFound when there is none."""
    with cases.locked(actor, now):
        letter = written(_part(incident_id, actor).incident, actor)
        if letter is None:
            raise NotFound
        content = sealing.unseal(letter)
        _log(letter, "read", actor, now)
    return base64.b64decode(content["pdf"])


def _part(incident_id: uuid.UUID, actor: User) -> SupervisorStatement:
    part = unit_reports.parts_of(actor).filter(incident=incident_id).first() if actor.is_active else None
    if part is None:
        raise NotFound
    return part


def _log(letter: Letter, result: str, actor: User, now: datetime) -> None:
    subject = logbook.subject_of(letter)
    logbook.write("letter", actor=actor, now=now, subject=subject, purpose=letter.kind, result=result, role="R2")
