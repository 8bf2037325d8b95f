"""People with rights in ZeMAG, reports and entries; entries are made by the services, as people make them."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.crypto import Unreadable
from accounts.models import User
from tests.row_factories import DepartmentFactory, UserFactory
from zemag import sealing
from zemag.asking import Question
from zemag.models import (
    Grade,
    Grant,
    GrantState,
    Incident,
    IncidentOffence,
    IncidentState,
    IntakePerson,
    LegalProfile,
    LegalStep,
    ProfileState,
    RecordKey,
    RegisterEntry,
    RegisterPerson,
    Role,
    TaskArea,
    Trigger,
)
from zemag.profiles import Profile
from zemag.services import inquiry, register
from zemag.services.answers import Answer
from zemag.services.questions import Asking

# A Monday.
NOW = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
TODAY = date(2026, 6, 15)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLACE = {"street": "Musterweg", "number": "12"}


def profile(**values: Any) -> LegalProfile:
    """Release a legal profile."""
    LegalProfile.objects.all().delete()
    return LegalProfile.objects.create(
        version=1,
        state=ProfileState.RELEASED,
        values=Profile(**values).values(),
        proposed_by=uuid.uuid4(),
        released_by=uuid.uuid4(),
        released_at=NOW,
    )


def area(**fields: Any) -> TaskArea:
    """Return a task area in which everything may be asked."""
    modes = dict.fromkeys(("single", "address", "batch", "break_glass"), True)
    return TaskArea.objects.create(
        code=fields.pop("code", f"area-{uuid.uuid4().hex[:8]}"),
        name_de="Vollstreckung",
        name_en="Enforcement",
        department=fields.pop("department", "32"),
        risk_reference="GB-1",
        risk_date=fields.pop("risk_date", date(2026, 1, 5)),
        level=2,
        **{**modes, **fields},
    )


def granted(role: Role, user: User | None = None, **fields: Any) -> User:
    """Return a member of staff with a grant."""
    user = user or UserFactory(first_name="Sam", last_name="Amtmann", department=DepartmentFactory(key="32"))
    dates = {"starts_on": date(2026, 1, 5), "ends_on": date(2027, 1, 4), "recertify_by": date(2026, 12, 1)}
    Grant.objects.create(
        user=user.uuid,
        role=role,
        state=fields.pop("state", GrantState.ACTIVE),
        requested_by=uuid.uuid4(),
        approver=uuid.uuid4(),
        used_on=fields.pop("used_on", date(2026, 6, 1)),
        **{**dates, "department": "32", **fields},
    )
    return user


def quality(**fields: Any) -> User:
    """Return somebody of the quality staff."""
    return granted(Role.QUALITY, **fields)


def enquirer(task_area: TaskArea | None = None, **fields: Any) -> tuple[User, str]:
    """Return somebody who may ask, and the code of the task area."""
    task_area = task_area or area()
    return granted(Role.ENQUIRER, task_area=task_area, **fields), task_area.code


def reported(
    names: Any = (("Jörg", "Schröder"),),
    birth: Any = (1980, 3, 4),
    *,
    level: int = 2,
    grade: Grade = Grade.DOCUMENT,
    address: Any = None,
    place: Any = None,
    occurred: date = date(2026, 6, 1),
    adult: bool = False,
    trigger: Any = Trigger.COMPLAINT,
    filed_by: str = "body",
    until: date | None = None,
    state: IncidentState = IncidentState.TRIGGER_RECORDED,
) -> Incident:
    """Return a report whose trigger is recorded."""
    number = Incident.objects.count() + 1
    incident = Incident(
        number=f"2025-{number:04}",
        state=state,
        level=level,
        department="50",
        setting="counter",
        occurred_month=f"{occurred:%Y-%m}",
        reporter=uuid.uuid4(),
        created_at=NOW - 10 * DAY,
        submitted_at=NOW - 10 * DAY,
    )
    sealing.seal(incident, {"occurred_on": occurred.isoformat(), "place": place, "w": {"what": "Er drohte."}})
    incident.save()
    code = {1: "B1", 2: "C2", 3: "D1"}[level]
    IncidentOffence.objects.create(incident=incident, code=code, weapon="B1" if level == 3 else "")
    intake = IntakePerson(incident=incident, grade=grade, is_clearly_adult=adult, recorded_on=TODAY - 10 * DAY)
    sealing.seal(
        intake, {"names": [list(name) for name in names], "birth": birth, "address": address, "description": ""}
    )
    intake.save()
    if trigger:
        step = LegalStep(incident=incident, kind=trigger, filed_by=filed_by, filed_on=TODAY, valid_until=until)
        step.recorded_by = uuid.uuid4()
        sealing.seal(step, {"reference": "113-4/26"})
        step.save()
    return incident


def proposal(**fields: Any) -> register.Proposal:
    """Return what the quality staff adds."""
    values = {
        "measures": ("never_alone",),
        "line": "Termin nur zu zweit.",
        "necessity": "Schutz.",
        "legal_basis": "BSchG",
    }
    return register.Proposal(**{**values, **fields})


def proposed(incident: Incident | None = None, *, actor: User | None = None, now: datetime = NOW, **fields: Any) -> Any:
    """Return a proposed entry."""
    incident = incident or reported(**fields)
    return register.propose(incident_id=incident.pk, proposal=proposal(), actor=actor or quality(), now=now)


def active(*, now: datetime = NOW, **fields: Any) -> RegisterEntry:
    """Return an entry that two people signed."""
    made = proposed(now=now, **fields)
    return register.approve(entry_id=made.pk, actor=quality(), now=now)


def asking(who: tuple[User, str] | None = None, **fields: Any) -> Asking:
    """Return who asks and why."""
    actor, code = who or enquirer()
    values = {"purpose": "home_visit", "file_number": "VZ 12/26", "request_key": uuid.uuid4()}
    return Asking(actor=actor, area=code, **{**values, **fields})


def ask(family: str = "Schröder", given: str = "Jörg", birth: str = "04.03.1980", **more: Any) -> Answer:
    """Ask about a person."""
    who, now = more.pop("who", None), more.pop("now", NOW)
    question = Question(family=family, given=given, birth=birth, birth_unknown=not birth, **more.pop("typed", {}))
    return inquiry.ask_person(asking=asking(who, **more), question=question, now=now)


def fresh(entry: RegisterEntry) -> RegisterEntry:
    """Return an entry as it is stored now."""
    return RegisterEntry.objects.get(pk=entry.pk)


def unreadable(entry: RegisterEntry) -> bool:
    """Whether neither the entry nor its person opens any more."""
    for row in (fresh(entry), RegisterPerson.objects.get(pk=entry.person_id)):
        with pytest.raises(Unreadable):
            sealing.unseal(row)
        assert bytes(row.sealed) == b""
        assert not RecordKey.objects.filter(pk=row.pk).exists()
    return True
