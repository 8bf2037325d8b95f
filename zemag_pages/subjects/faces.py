"""How a request looks: rows of the list, facts, letters, the answer as it would leave."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from zemag.clocks import RequestClock
from zemag.letters.told import HeldBasis
from zemag.models import Certainty, Identity, LetterKind, Notice, NoticeState, RequestState, Role
from zemag.services import answering
from zemag.services.collecting import Candidate
from zemag.services.errors import Refused
from zemag.services.rights_desk import OpenedRequest, Overview, RequestRow
from zemag_pages.desk.faces import delivery_words, departments, due_words
from zemag_pages.people import birth_words
from zemag_pages.showing import month
from zemag_pages.subjects.words import BASIS_WORDS, FLAG_WORDS, NEXT_WORDS, STATE_KINDS

Facts = list[dict[str, Any]]
# States in which there is a draft to be read.
DRAFTED = (RequestState.DRAFTED, RequestState.LOOKED, RequestState.DONE)


def person_line(one: Candidate) -> str:
    """Return what is stored of the person of a case, on one line, with how sure it is."""
    names = " / ".join(" ".join(part for part in name if part) for name in one.person["names"])
    kept = one.person.get("addresses") or ([one.person["address"]] if one.person.get("address") else [])
    places = " / ".join(f"{place['street']} {place['number']}" for place in kept)
    sure = _("sure") if one.certainty is Certainty.SURE else _("possible")
    kind = _("entry in the register") if one.has_entry else _("report without entry")
    parts = [f"{one.incident.number} ({sure}, {kind}): {names}", birth_words(one.person["birth"]), places]
    return ", ".join(part for part in parts if part)


def faces_of(rows: list[RequestRow], roles: frozenset[Role]) -> list[dict[str, Any]]:
    """Return the rows of the list; `mine` has its next step with the reader."""
    return [
        {
            "request": row.request,
            "late": row.late,
            "step": NEXT_WORDS[row.next.code],
            "due": due_words(row.next),
            "mine": row.next.role in roles,
            "done": row.next.code == "none",
            # What was answered is not done as long as its letter, or a rest, has not reached the person.
            "state_kind": _state_kind(row),
        }
        for row in rows
    ]


def _state_kind(row: RequestRow) -> str:
    if row.request.state == RequestState.SENT and row.next.code != "none":
        return "info"
    return STATE_KINDS.get(RequestState(row.request.state), "")


def _shown(facts: list[tuple[Any, Any]]) -> Facts:
    return [{"label": label, "value": value} for label, value in facts if value]


def facts_of(opened: OpenedRequest) -> Facts:
    """Return who asks, for what, and how it was made sure who it is."""
    row, asked = opened.request, opened.told["question"]
    identity = opened.told.get("identity") or {}
    account = User.objects.filter(uuid=row.account).first() if row.account else None
    return _shown(
        [
            (_("What is asked for"), row.get_kind_display()),
            (_("How it came in"), row.get_way_display()),
            (_("Name"), f"{asked['given']} {asked['family']}".strip()),
            (_("Birth date"), asked["birth"] or _("unknown")),
            (_("Address"), f"{asked['street']} {asked['number']}, {opened.told['town']}"),
            (_("Account"), account.get_full_name() if account else ""),
            (_("Words of the person"), opened.told["words"]),
            (_("Identity"), identity_words(identity)),
            (_("Result"), row.get_result_display()),
            (_("Cases"), ", ".join(str(case.number) for case in opened.cases)),
            (_("Why a case is left out"), opened.told.get("left_out", "")),
        ]
    )


def held_of(opened: OpenedRequest) -> Facts:
    """Return what an answer holds back, for the office alone: which cases, how long, on which basis and why."""
    held = opened.told.get("answer", {}).get("held") or {}
    facts: list[tuple[Any, Any]] = [
        (_("Case %(number)s") % {"number": case.incident.number}, _held_words(case.person.notice))
        for case in opened.held
    ]
    if held:
        basis = HeldBasis(held["basis"])
        facts += [(_("Legal basis"), f"{basis.label} ({BASIS_WORDS[basis]})"), (_("Reason"), held["reason"])]
    return _shown(facts)


def _held_words(notice: Notice) -> str:
    """Return until when a notice is deferred, or that it is no more."""
    if notice.state == NoticeState.DEFERRED and not notice.is_undeliverable:
        return _("held back, deferred until %(day)s") % {"day": _day(notice.recheck_on)}
    return _("held back; the deferral has ended")


def delivery_of(opened: OpenedRequest) -> list[dict[str, Any]]:
    """Return what happened to letters that came back, the last first."""
    rows = [
        {
            "day": step.on,
            "letter": f"{step.letter.kind} {LetterKind(step.letter.kind).label}",
            "words": delivery_words(step),
            "text": "\n".join(line for line in told.values() if line),
        }
        for step, told in opened.delivery
    ]
    return rows[::-1]


def given_up_of(opened: OpenedRequest) -> str:
    """Return why a letter cannot be delivered, once somebody has proposed it."""
    owed = opened.beside.owed
    return opened.owed_reason if owed is not None and owed.is_undeliverable else ""


def identity_words(identity: Mapping[str, str]) -> str:
    """Return how it was made sure who asks, with the note."""
    if not identity:
        return ""
    parts = (str(Identity(identity["how"]).label), identity.get("note", ""))
    return ". ".join(part for part in parts if part)


def clocks_of(opened: OpenedRequest) -> Facts:
    """Return the days that count."""
    row = opened.request
    clock, owed = RequestClock(row.received_on), opened.beside.owed
    return _shown(
        [
            (_("Deferral ended on") if row.rest_of_id else _("Received on"), _day(row.received_on)),
            (_("Answer due"), _day(row.due_on)),
            (_("Extension possible until"), _day(clock.due) if opened.may_extend else ""),
            (_("Extended"), _("once, by two months") if row.is_extended else ""),
            (_("Answered on"), _day(row.sent_on) if row.sent_on else ""),
            (_("Came back: settled by"), _day(owed.again_by) if owed and owed.state == NoticeState.OPEN else ""),
            (_("Looked for again by"), _day(owed.recheck_on) if owed and owed.state == NoticeState.DEFERRED else ""),
            (_("Rest due"), _day(opened.beside.rest_due) if opened.beside.rest_due else ""),
        ]
    )


def _day(value: Any) -> str:
    return date_format(value, "DATE_FORMAT")


def answer_of(opened: OpenedRequest, now: datetime) -> dict[str, Any] | None:
    """Return the answer as its letter would say it, or why there can be none; nothing before there is a draft."""
    if opened.request.state not in DRAFTED:
        return None
    try:
        parts = answering.preview(opened.request, opened.told, now)
    except Refused as refusal:
        return {"missing": str(refusal)}
    (title, german), (title_en, english) = parts["de"], parts["en"]
    return {"title": title, "german": german, "title_en": title_en, "english": english}


def overview_of(found: Overview, roles: frozenset[Role]) -> dict[str, Any]:
    """Return what waits for data protection and what it is told of."""
    names = departments()
    return {
        "rows": faces_of(found.waiting, roles),
        "deferrals": [
            {
                "number": notice.incident.number,
                "reason": reason,
                "recheck": notice.recheck_on,
                "due": notice.due_on,
                "undeliverable": notice.is_undeliverable,
            }
            for notice, reason in found.deferrals
        ],
        "given_up": [
            {"request": owed.request, "reason": reason, "recheck": owed.recheck_on} for owed, reason in found.given_up
        ],
        "flags": [
            {"month": month(when), "department": names.get(key, key), "flag": FLAG_WORDS.get(flag, flag), "count": many}
            for when, key, flag, many in found.flags
        ],
    }
