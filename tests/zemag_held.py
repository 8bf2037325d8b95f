"""A person of whom two cases tell, one of them deferred: what an answer tells, and what it must never hold."""

import base64
import io
import json
from datetime import date, datetime
from typing import Any

from pypdf import PdfReader

from tests.zemag_factories import (
    DAY,
    NOW,
    PLACE,
    TODAY,
    active,
    proposal,
    quality,
    reported,
)
from tests.zemag_requests import looked
from zemag import sealing
from zemag.models import IntakePerson, Letter, Notice, RegisterEntry, SubjectRequest
from zemag.services import answering, notices, register, subject_requests

# Marks of the deferred case; "Verborgen" stands in the register too, brought by its entry alone.
MARKS = ("Verborgen", "Heimlichgasse", "Geheimtext", "Stillplatz", "Nadelöhr")
BASIS = "prosecution"
WHY = "Die Ermittlungen laufen noch."
RECHECK = TODAY + 60 * DAY


def deferred(entry: RegisterEntry, *, recheck: date = RECHECK, now: datetime = NOW) -> Notice:
    """Defer the notice of an entry by two people."""
    if entry.intake is None or entry.incident is None:
        raise LookupError(entry.pk)
    notice = Notice.objects.filter(person=entry.intake).first()
    if notice is None:
        notice = Notice(incident=entry.incident, person=entry.intake, due_on=TODAY + 20 * DAY)
        sealing.seal(notice, {"reason": ""})
        notice.save(force_insert=True)
    given: dict[str, Any] = {"incident_id": entry.incident.pk, "now": now}
    notices.propose_deferral(actor=quality(), reason=WHY, recheck_on=recheck, **given)
    return notices.confirm_deferral(actor=quality(), **given)


def told_and_held(now: datetime = NOW) -> tuple[RegisterEntry, RegisterEntry]:
    """Return two entries of one person in the register: one that is told, one whose notice is deferred."""
    told = active(birth=(1980, 3, 4), address=PLACE)
    incident = reported(
        names=(("Jörg", "Schröder"), ("Jörg", "Verborgen")),
        address={"street": "Heimlichgasse", "number": "9"},
        place={"street": "Stillplatz", "number": "1"},
        level=3,
    )
    content = sealing.unseal(incident)
    sealing.seal(incident, {**content, "w": {"what": "Geheimtext der Meldung."}})
    incident.save()
    words = proposal(line="Nadelöhr beachten.", person=told.person_id)
    held = register.propose(incident_id=incident.pk, proposal=words, actor=quality(), now=now)
    held = register.approve(entry_id=held.pk, actor=quality(), now=now)
    deferred(held)
    return told, RegisterEntry.objects.get(pk=held.pk)


def drafted(row: SubjectRequest, now: datetime = NOW, **more: Any) -> SubjectRequest:
    """Draft an answer with all its texts, and hold back what is deferred."""
    texts = {key: words for key, _number, _name, words in answering.free_texts(subject_requests.content(row))}
    given = {"texts": texts, "basis": BASIS, "reason": WHY, **more}
    return answering.draft_access(request_id=row.pk, actor=quality(), now=now, **given)


def answered(row: SubjectRequest, now: datetime = NOW) -> Letter:
    """Let data protection look, make the letter and note it as sent."""
    looked(row)
    letter = answering.make_letter(request_id=row.pk, actor=quality(), now=now)
    answering.send(letter_id=letter.pk, actor=quality(), now=now)
    return Letter.objects.get(pk=letter.pk)


def everything_in(row: SubjectRequest) -> str:
    """Return all that a request holds sealed, as text."""
    return json.dumps(subject_requests.content(SubjectRequest.objects.get(pk=row.pk)), ensure_ascii=False)


def pages_of(letter: Letter) -> str:
    """Return the text of the document of a letter."""
    document = PdfReader(io.BytesIO(base64.b64decode(sealing.unseal(letter)["pdf"])))
    return " ".join(" ".join(page.extract_text().split()) for page in document.pages)


def intake_of(entry: RegisterEntry) -> IntakePerson:
    """Return the reported person of an entry."""
    if entry.intake is None:
        raise LookupError(entry.pk)
    return entry.intake
