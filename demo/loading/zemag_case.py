"""What happens to one invented report of ZeMAG, from its sending to the deletion of its entry, by the services."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import User
from accounts.pdf import FontsMissing
from demo.loading.registry import Row
from demo.loading.zemag_people import DAY, account
from zemag.catalogue import MEASURES, Act
from zemag.clocks import local_day
from zemag.models import (
    Delivery,
    FiledBy,
    Grade,
    Incident,
    Letter,
    LetterKind,
    RegisterEntry,
    ReturnedHow,
    Trigger,
)
from zemag.services import delivery, legal, letters, notices, register, reporting, reviewing, triage, units

HOUR = timedelta(hours=1)
SENT_BEFORE = 3 * HOUR
# What happened to a report, in this order; hours after it was sent.
TO_TRIGGER = "take legal record"
SIGNED = f"{TO_TRIGGER} propose letter approve"
PATHS = {
    "submitted": "",
    "anonymous": "",
    "triage": "take",
    "needs_info": "take ask",
    "legal": "take legal",
    "deferred": "take legal defer",
    "declined": "take legal decline",
    "trigger": TO_TRIGGER,
    "proposed": f"{TO_TRIGGER} propose",
    "minor": f"{TO_TRIGGER} propose approve",
    "provisional": f"{TO_TRIGGER} propose show",
    "active": SIGNED,
    "written": f"{TO_TRIGGER} propose approve tell",
    "returned": f"{TO_TRIGGER} propose approve tell back ask_register",
    "due_review": f"{SIGNED} dropped",
    "objection": f"{SIGNED} objected",
    "restricted": f"{SIGNED} restrict",
    "protected": f"{SIGNED} restrict protect",
    "acquitted": f"{SIGNED} acquitted",
    "upheld": f"{SIGNED} objected uphold",
    "statistics": "take statistics",
    "duplicate": "take duplicate",
    "closed": "take statistics close",
    "reopened": "take statistics close reopen",
}
AFTER = {"take": 1, "ask": 2, "legal": 2, "statistics": 3, "duplicate": 3, "close": 4, "record": 20, "propose": 22}
LATER = {"letter": 23, "approve": 26, "show": 23, "decline": 26, "defer": 30, "reopen": 200, "dropped": 400}
BACK = {"tell": 28, "back": 290, "ask_register": 360}
HOURS = {**AFTER, **LATER, **BACK, "objected": 400, "uphold": 500, "restrict": 400, "protect": 410, "acquitted": 500}
OTHER_REPORTERS = 8


@dataclass
class Case:
    """What happened to one report."""

    row: Row
    number: int
    now: datetime
    cases: dict[str, "Case"]
    incident: Incident | None = None
    entry: RegisterEntry | None = None
    letter: Letter | None = None
    people: dict[str, User] = field(default_factory=dict)

    @property
    def sent_at(self) -> datetime:
        """When the report was sent."""
        return self.now - self.row["days"] * DAY - SENT_BEFORE

    def steps(self) -> list[tuple[datetime, Callable[[datetime], None]]]:
        """Return what happened and when; nothing lies in the future."""
        if self.row["end"] == "draft":
            return [(self.sent_at, self._draft)]
        named: list[tuple[float, Callable[[datetime], None]]] = [(0, self._send)]
        named += [(HOURS[name], getattr(self, f"_{name}")) for name in PATHS[self.row["end"]].split()]
        if self.row["days"] > 1 and self.row["end"] not in ("anonymous", "duplicate"):
            named.append((3, self._contact))
        return [(min(self.sent_at + hours * HOUR, self.now), step) for hours, step in named]

    def _who(self, name: str) -> User:
        if name not in self.people:
            self.people[name] = account(name)
        return self.people[name]

    @property
    def _reporter(self) -> User:
        """The account that is tried, or one of the invented colleagues."""
        if self.number % 3 == 0 or self.row["end"] in ("draft", "needs_info"):
            return self._who("staff")
        return self._who(f"demo{self.number % OTHER_REPORTERS + 1}")

    @property
    def _id(self) -> uuid.UUID:
        if self.incident is None:
            raise LookupError(self.row["key"])
        return self.incident.pk

    @property
    def _entry_id(self) -> uuid.UUID:
        if self.entry is None:
            raise LookupError(self.row["key"])
        return self.entry.pk

    def _report(self, moment: datetime) -> reporting.Report:
        row = self.row
        acts = tuple(Act(code, row.get("weapon", ""), row.get("use", "")) for code in row["acts"])
        return reporting.Report(
            department=row["department"],
            setting=row["setting"],
            occurred_on=local_day(moment - (row["occurred"] - row["days"]) * DAY),
            acts=acts,
            texts={"what": row["what"]},
            victims=({"name": self._reporter.get_full_name()},) if acts and row["end"] != "anonymous" else (),
            people=self._reported(moment),
        )

    def _reported(self, moment: datetime) -> tuple[reporting.Reported, ...]:
        row = self.row
        if "person" not in row:
            return ()
        given, family = row["person"]
        year, month, day = row["birth"]
        # Year 0 is somebody of 15 or 16 years.
        birth = (year or local_day(moment).year - 16, month, day)
        address = {"street": row["street"], "number": row["house"]} if "street" in row else None
        first = reporting.Reported(((given, family),), Grade.FILES, birth, address, is_clearly_adult=month == 0)
        if "also" not in row:
            return (first,)
        # Who came along is known by what they said of themselves.
        return (first, reporting.Reported((tuple(row["also"]),), Grade.STATEMENT))

    def _draft(self, moment: datetime) -> None:
        # As the steps of the report keep it: each field with what its form sent.
        day = local_day(moment).strftime("%d.%m.%Y")
        steps = {"1": {"role": ["affected"]}, "2": {"occurred_on": [day], "setting": [self.row["setting"]]}}
        content = {"steps": {**steps, "3": {"what": [self.row["what"]]}}}
        reporting.save_draft(actor=self._reporter, content=content, request_key=uuid.uuid4(), now=moment)

    def _send(self, moment: datetime) -> None:
        report = self._report(moment)
        if self.row["end"] == "anonymous":
            self.incident = reporting.submit_anonymously(report=report, request_key=uuid.uuid4(), now=moment)
        else:
            self.incident = reporting.submit(actor=self._reporter, report=report, request_key=uuid.uuid4(), now=moment)

    def _contact(self, moment: datetime) -> None:
        units.contact(incident_id=self._id, actor=self._who("staff2"), now=moment)
        if self.number % 2:
            text = "Gespräch geführt; die betroffene Person nimmt die Beratung in Anspruch."
            units.state(incident_id=self._id, actor=self._who("staff2"), text=text, now=moment)

    def _take(self, moment: datetime) -> None:
        triage.take(incident_id=self._id, actor=self._who("zemag_quality"), now=moment)

    def _ask(self, moment: datetime) -> None:
        text = "Ist der Umschlag noch vorhanden?"
        triage.ask_back(incident_id=self._id, actor=self._who("zemag_quality"), question=text, now=moment)

    def _legal(self, moment: datetime) -> None:
        triage.to_legal(incident_id=self._id, actor=self._who("zemag_quality"), now=moment)

    def _statistics(self, moment: datetime) -> None:
        reason = "Unbekannte Person, es wurde keine Anzeige erstattet."
        triage.to_statistics(incident_id=self._id, actor=self._who("zemag_quality"), reason=reason, now=moment)

    def _duplicate(self, moment: datetime) -> None:
        first = self.cases[self.row["first"]]._id
        triage.mark_duplicate(incident_id=self._id, first_id=first, actor=self._who("zemag_quality2"), now=moment)

    def _close(self, moment: datetime) -> None:
        triage.close(incident_id=self._id, actor=self._who("zemag_quality"), now=moment)

    def _reopen(self, moment: datetime) -> None:
        reason = "Eine Zeugin hat den Namen nachgereicht."
        triage.reopen(incident_id=self._id, actor=self._who("zemag_quality"), reason=reason, now=moment)

    def _record(self, moment: datetime) -> None:
        kind = Trigger(self.row.get("step", Trigger.COMPLAINT))
        until = local_day(moment) + self.row["until"] * DAY if "until" in self.row else None
        reference = f"113-4/{self.number:03} (Beispiel)"
        step = legal.Step(kind, FiledBy.BODY, local_day(moment), reference, until)
        legal.record_step(incident_id=self._id, step=step, actor=self._who("zemag_legal"), now=moment)

    def _decline(self, moment: datetime) -> None:
        reason = "Die betroffene Person stellt keinen Antrag; ein öffentliches Interesse besteht nicht."
        legal.decline(incident_id=self._id, actor=self._who("zemag_legal"), reason=reason, now=moment)

    def _letter(self, moment: datetime) -> None:
        notices.mark_sent(incident_id=self._id, actor=self._who("zemag_quality"), now=moment)

    def _tell(self, moment: datetime) -> None:
        """Send the notice of the entry; without fonts no letter is made, and none can come back."""
        who, words = self._who("zemag_quality"), {"act": self.row["told"]}
        recipient = "\n".join((" ".join(self.row["person"]), f"{self.row['street']} {self.row['house']}"))
        try:
            made = letters.make(
                incident_id=self._id, kind=LetterKind.ENTRY, recipient=recipient, words=words, actor=who, now=moment
            )
        except FontsMissing:
            self._letter(moment)
            return
        self.letter = letters.send(letter_id=made.pk, actor=who, now=moment)

    def _back(self, moment: datetime) -> None:
        if self.letter is not None:
            day, who = local_day(moment), self._who("zemag_quality")
            delivery.note_return(
                letter_id=self.letter.pk, returned_on=day, how=ReturnedHow.UNKNOWN, actor=who, now=moment
            )

    def _ask_register(self, moment: datetime) -> None:
        if self.letter is not None:
            delivery.note_query(
                incident_id=self._id,
                queried_on=local_day(moment),
                authority="Einwohnermeldeamt (Beispiel)",
                result=Delivery.NO_ADDRESS,
                actor=self._who("zemag_quality2"),
                now=moment,
            )

    def _defer(self, moment: datetime) -> None:
        day, reason = local_day(moment) + 89 * DAY, "Die Polizei bittet, die Ermittlungen nicht zu gefährden."
        one, other = self._who("zemag_quality"), self._who("zemag_quality2")
        notices.propose_deferral(incident_id=self._id, actor=one, reason=reason, recheck_on=day, now=moment)
        notices.confirm_deferral(incident_id=self._id, actor=other, now=moment)

    def _propose(self, moment: datetime) -> None:
        known = self.cases[self.row["same"]].entry if "same" in self.row else None
        level = self.incident.level if self.incident else 1
        words = register.Proposal(
            measures=tuple(code for code, of in MEASURES.items() if of == level)[:2],
            line="Besuch nur nach Rücksprache mit dem ZKS.",
            necessity="Andere Dienststellen suchen die Person weiterhin auf.",
            legal_basis="Beispiel einer Rechtsgrundlage",
            person=known.person_id if known else None,
        )
        self.entry = register.propose(
            incident_id=self._id, proposal=words, actor=self._who("zemag_quality"), now=moment
        )

    def _approve(self, moment: datetime) -> None:
        self.entry = register.approve(entry_id=self._entry_id, actor=self._who("zemag_quality2"), now=moment)

    def _show(self, moment: datetime) -> None:
        register.show_provisionally(entry_id=self._entry_id, actor=self._who("zemag_lead"), now=moment)

    def _outcome(self, result: reviewing.Result, moment: datetime) -> None:
        reviewing.record_outcome(entry_id=self._entry_id, actor=self._who("zemag_legal"), result=result, now=moment)

    def _dropped(self, moment: datetime) -> None:
        self._outcome(reviewing.Result.DROPPED, moment)

    def _acquitted(self, moment: datetime) -> None:
        self._outcome(reviewing.Result.ACQUITTED, moment)

    def _objected(self, moment: datetime) -> None:
        reason = "Die Person schildert den Ablauf anders."
        reviewing.receive_objection(
            entry_id=self._entry_id, actor=self._who("zemag_quality3"), reason=reason, now=moment
        )

    def _uphold(self, moment: datetime) -> None:
        reason = "Die Aussage der Zeugin bestätigt die Darstellung der Person."
        reviewing.decide_objection(
            entry_id=self._entry_id, actor=self._who("zemag_lead"), upheld=True, reason=reason, now=moment
        )

    def _restrict(self, moment: datetime) -> None:
        reason = "Die Person bestreitet die Richtigkeit; wird geprüft."
        reviewing.restrict(entry_id=self._entry_id, actor=self._who("zemag_quality3"), reason=reason, now=moment)

    def _protect(self, moment: datetime) -> None:
        reason = "Der Ordnungsdienst trifft die Person wöchentlich an."
        one, other = self._who("zemag_quality"), self._who("zemag_quality2")
        reviewing.propose_protection(entry_id=self._entry_id, actor=one, reason=reason, now=moment)
        reviewing.confirm_protection(entry_id=self._entry_id, actor=other, now=moment)
