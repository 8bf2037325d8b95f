"""Reporting: drafts of one's own, the short and the whole report, and the one without a name (sections 5 and 8)."""

import datetime as dates
import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from zemag import sealing
from zemag.catalogue import OCCASIONS, OFFENCES, SETTINGS, SUPERIOR, USES, WEAPONS, Act, Prosecution, level_of
from zemag.clocks import last_application_day, local_day, notice_due, working_clock
from zemag.models import (
    MOST_PEOPLE,
    Entitled,
    Grade,
    Incident,
    IncidentOffence,
    IncidentState,
    IntakePerson,
    Notice,
    NumberCounter,
    Role,
    SupervisorStatement,
    TextKind,
    Victim,
)
from zemag.services import cases
from zemag.services.entries import checked
from zemag.services.errors import Colleague, NotFound, WrongState
from zemag.services.ledger import REGISTER, changing

LONGEST_DRAFT, LONGEST_ANSWER, LONGEST_PLACE = 64 * 1024, 2_000, 200
W_TEXTS = ("who", "what", "where", "with_what", "how", "when", "why")
MOST_ACTS, MOST_NAMES = 20, 11
TOO_MANY = _("A report can name five people at most. Please tell of the others in step 3.")


@dataclass(frozen=True, slots=True)
class Reported:
    """What is known of a person: names as pairs of given and family name, birth date as year, month, day."""

    names: tuple[tuple[str, str], ...]
    grade: Grade
    birth: tuple[int, int, int] | None = None
    address: dict[str, str] | None = None
    description: str = ""
    file_number: str = ""
    is_clearly_adult: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is sent; the short form leaves texts empty."""

    department: str
    setting: str
    occurred_on: dates.date
    acts: tuple[Act, ...]
    texts: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] | None = None
    occasion: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    victims: tuple[dict[str, Any], ...] = ()
    people: tuple[Reported, ...] = ()
    is_short: bool = False
    is_colleague: bool = False


def save_draft(
    *, actor: User, content: dict[str, Any], request_key: uuid.UUID, now: datetime, draft_id: uuid.UUID | None = None
) -> Incident:
    """Keep a draft, sealed, for its author alone; raise NotFound for another one's, ValidationError when too long."""
    if len(json.dumps(content)) > LONGEST_DRAFT:
        raise ValidationError(_("This draft is too long."))
    with changing(REGISTER):
        row = _own_draft(actor, draft_id) if draft_id else by_key(actor, request_key)
        return store_draft(row or Incident(reporter=actor.uuid, request_key=request_key, created_at=now), content)


def by_key(actor: User, request_key: uuid.UUID) -> Incident | None:
    """Return the own report or draft that a form has made."""
    return Incident.objects.filter(reporter=actor.uuid, request_key=request_key).first()


def store_draft(row: Incident, content: dict[str, Any]) -> Incident:
    """Seal a draft in the caller's transaction; raise WrongState when it was sent already."""
    if row.state != IncidentState.DRAFT:
        raise WrongState
    sealing.seal(row, content)
    row.save()
    return row


def _own_draft(actor: User, draft_id: uuid.UUID) -> Incident:
    row = Incident.objects.filter(pk=draft_id, reporter=actor.uuid, state=IncidentState.DRAFT).first()
    if row is None:
        raise NotFound
    return row


def open_draft(*, actor: User, draft_id: uuid.UUID) -> dict[str, Any]:
    """Return an own draft; raise NotFound or Unreadable."""
    found: dict[str, Any] = sealing.unseal(_own_draft(actor, draft_id))
    return found


def submit(
    *, actor: User, report: Report, request_key: uuid.UUID, now: datetime, draft_id: uuid.UUID | None = None
) -> Incident:
    """Send a report; a form sent twice is one report. Raise ValidationError or Colleague."""
    check(report, local_day(now))
    with changing(REGISTER):
        sent = by_key(actor, request_key)
        if sent is not None and sent.state != IncidentState.DRAFT:
            return sent
        draft = _own_draft(actor, draft_id) if draft_id else sent
        row = draft or Incident(reporter=actor.uuid, request_key=request_key, created_at=now)
        _store(row, report, now)
        _parts(row, report, actor, now)
        cases.step(row, IncidentState.SUBMITTED, actor=actor, now=now, due=row.due_at, action="create", role="R1")
        cases.tell_reporter(row, "thanks")
        cases.tell_role(Role.QUALITY, row, "report", now)
    return row


def submit_anonymously(*, report: Report, request_key: uuid.UUID, now: datetime) -> Incident:
    """Send a report without a name: no person, no draft, no status, nobody in the log."""
    if report.people:
        raise ValidationError({"people": [_("A report without your name cannot name a person.")]})
    check(report, local_day(now))
    with changing(REGISTER):
        sent = Incident.objects.filter(reporter=None, request_key=request_key).first()
        if sent is not None:
            return sent
        row = Incident(is_anonymous=True, request_key=request_key, created_at=now)
        _store(row, report, now)
        cases.step(row, IncidentState.SUBMITTED, actor=None, now=now, due=row.due_at, action="create")
        cases.tell_role(Role.QUALITY, row, "report", now)
    return row


def check(report: Report, today: dates.date) -> None:
    """Raise ValidationError with a sentence for each wrong field, Colleague when the offender is one."""
    if report.is_colleague:
        raise Colleague
    texts = [*report.texts.values(), *(report.place or {}).values()]
    long = any(len(text) > LONGEST_ANSWER for text in texts) or not set(report.texts) <= set(W_TEXTS)
    nobody = not all(0 < len(person.names) <= MOST_NAMES for person in report.people)
    rules = (
        ("setting", report.setting not in SETTINGS, _("Please choose one of the values.")),
        ("occasion", report.occasion not in ("", *OCCASIONS), _("Please choose one of the values.")),
        ("department", not report.department, _("Please choose one of the values.")),
        ("occurred_on", report.occurred_on > today, _("The day must not lie in the future.")),
        ("acts", not _are_known(report.acts), _("Please choose one of the values.")),
        ("texts", long, _("Please use 2,000 signs at most.")),
        ("people", nobody, _("Please enter the family name.")),
        ("people", len(report.people) > MOST_PEOPLE, TOO_MANY),
    )
    faults = {name: [text] for name, wrong, text in rules if wrong}
    if faults:
        raise ValidationError(faults)


def _are_known(acts: tuple[Act, ...]) -> bool:
    return len(acts) <= MOST_ACTS and all(map(_is_known, acts))


def _is_known(act: Act) -> bool:
    return act.code in OFFENCES and (not act.weapon or act.weapon in WEAPONS) and (not act.use or act.use in USES)


def _store(row: Incident, report: Report, now: datetime) -> None:
    """Put a report into its row, with number, level and what was done."""
    row.number, row.submitted_at = _next_number(local_day(now).year), now
    row.level, row.department, row.setting = level_of(report.acts), report.department, report.setting
    row.occasion, row.occurred_month = report.occasion, f"{report.occurred_on:%Y-%m}"
    row.is_short, row.due_at = report.is_short, working_clock(now, row.level)
    row.state = IncidentState.SUBMITTED
    content = {"occurred_on": report.occurred_on.isoformat(), "place": report.place, "w": report.texts}
    sealing.seal(row, {**content, "more": report.more})
    row.save()
    for act in report.acts:
        IncidentOffence.objects.create(incident=row, code=act.code, weapon=act.weapon, use=act.use)


def _next_number(year: int) -> str:
    """Return the next number of a year; the ledger is locked."""
    counter, _made = NumberCounter.objects.get_or_create(year=year)
    counter.last += 1
    counter.save()
    return f"{year}-{counter.last:04}"


def _parts(row: Incident, report: Report, actor: User, now: datetime) -> None:
    """Store victims, reported people with their notices, the clocks of applications, and the supervisor's part."""
    for told in report.victims:
        victim = Victim(incident=row)
        sealing.seal(victim, told)
        victim.save(force_insert=True)
    for position, person in enumerate(report.people, 1):
        keep_person(row, position, person, now)
    _clocks(row, report)
    boss = actor.supervisor
    if boss is None:
        return
    due = {"contact_due": working_clock(now, 0, 1), "statement_due": working_clock(now, 0, 3)}
    substitute = boss.substitute.uuid if boss.substitute else None
    part = SupervisorStatement(incident=row, supervisor=boss.uuid, substitute=substitute, **due)
    sealing.seal(part, {"text": ""})
    part.save(force_insert=True)
    people = [boss.uuid, *([substitute] if substitute else [])]
    cases.mails.tell(people, kind="unit", number=str(row.number), key=str(row.pk), due=part.contact_due)


def keep_person(
    row: Incident, position: int, person: Reported, now: datetime, named_by: uuid.UUID | None = None
) -> IntakePerson:
    """Store a reported person with the notice that they are owed, in the caller's transaction."""
    told: dict[str, Any] = {"names": [list(name) for name in person.names], "birth": person.birth}
    told |= {"address": person.address, "file_number": person.file_number}
    intake = IntakePerson(incident=row, position=position, grade=person.grade, recorded_on=local_day(now))
    intake.is_clearly_adult, intake.named_by = person.is_clearly_adult, named_by
    sealing.seal(intake, {**told, "description": person.description})
    intake.save(force_insert=True)
    # Day 0 is the day of the first submission; supplements do not start it anew (settled decision Z7). Of somebody who
    # is named later nothing came in before.
    notice = Notice(incident=row, person=intake, due_on=notice_due(now))
    sealing.seal(notice, {"reason": ""})
    notice.save(force_insert=True)
    return intake


def _clocks(row: Incident, report: Report) -> None:
    """Start a clock for each person who can apply; the day of the incident warns early until it is confirmed (Z6).

    One for all offenders: it runs against each of them separately (StGB § 77b(3)), and the earliest end counts here.
    """
    offences = [OFFENCES[act.code] for act in report.acts]
    applied = [offence for offence in offences if offence.prosecution is not Prosecution.OFFICE]
    if not applied:
        return
    who = [str(told.get("name", "")) for told in report.victims] or [""]
    if any(offence.superior_applies for offence in applied):
        who.append(SUPERIOR)
    for name in who:
        clock = Entitled(incident=row, known_on=report.occurred_on, last_day=last_application_day(report.occurred_on))
        sealing.seal(clock, {"name": name, "source": "date of the incident"})
        clock.save(force_insert=True)


def supplement(*, incident_id: uuid.UUID, actor: User, text: str, now: datetime) -> Incident:
    """Add to an own report; a question that was asked is answered by it, and the report goes back to triage.

    The same words as the last time are a form that was sent twice: nothing is added (security design, section 12).
    """
    words = checked(text, cases.LONGEST_TEXT)
    with cases.locked(actor, now):
        row = Incident.objects.filter(pk=incident_id, reporter=actor.uuid).exclude(state=IncidentState.DRAFT).first()
        if row is None:
            raise NotFound
        asked = row.state == IncidentState.NEEDS_INFO
        last = row.supplements.filter(author=actor.uuid).order_by("-at", "-pk").first()
        if last is not None and not asked and sealing.unseal(last)["text"] == words:
            return row
        cases.add_text(row, TextKind.ANSWER if asked else TextKind.SUPPLEMENT, words, author=actor, now=now)
        state, due = IncidentState(row.state), row.due_at
        if asked:
            state, due = IncidentState.TRIAGE, working_clock(now, row.level)
        cases.step(row, state, actor=actor, now=now, due=due, role="R1")
        cases.tell_role(Role.QUALITY, row, "supplement", now)
    return row
