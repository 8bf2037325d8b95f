"""Requests of invented people about their own data, in different states, by the services and in the order of time."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from accounts.pdf import FontsMissing
from demo.loading.registry import Row
from demo.loading.zemag_people import DAY, PROTECTION, account
from zemag.asking import Question
from zemag.clocks import local_day
from zemag.models import Identity, IntakeWay, Letter, RequestKind, ReturnedHow, SubjectRequest
from zemag.services import answer_delivery, answering, collecting, subject_requests

Step = tuple[datetime, Callable[[datetime], object]]


@dataclass
class Asking:
    """One request; each step is a day after the one before it, as long as that is not ahead."""

    row: Row
    now: datetime
    made: SubjectRequest | None = None
    letter: Letter | None = None

    def steps(self) -> list[Step]:
        """Return what happened and when."""
        start = self.now - self.row["days"] * DAY
        named = ["take", *self.row.get("steps", "").split()]
        return [(min(start + number * DAY, self.now), getattr(self, f"_{name}")) for number, name in enumerate(named)]

    @property
    def _id(self) -> uuid.UUID:
        if self.made is None:
            raise LookupError(self.row["family"])
        return self.made.pk

    def _take(self, moment: datetime) -> None:
        row = self.row
        names = ("given", "family", "birth", "street", "number")
        question = Question(**{name: row.get(name, "") for name in names}, birth_unknown="birth" not in row)
        intake = subject_requests.Intake(
            kind=RequestKind(row["kind"]),
            way=IntakeWay(row.get("way", IntakeWay.LETTER)),
            received_on=local_day(moment),
            question=question,
            town="12345 Beispielstadt",
            words=row["words"],
            account=account(row["account"]).uuid if "account" in row else None,
        )
        actor = account("zemag_quality")
        self.made = subject_requests.take_in(intake=intake, request_key=uuid.uuid4(), actor=actor, now=moment)

    def _identity(self, moment: datetime) -> None:
        how = Identity.KNOWN if "account" in self.row else Identity.FILES
        subject_requests.confirm_identity(
            request_id=self._id, how=how, note="", actor=account("zemag_quality"), now=moment
        )

    def _collect(self, moment: datetime) -> None:
        actor = account("zemag_quality")
        found = collecting.candidates(request_id=self._id, actor=actor, now=moment)
        chosen = [one.intake.pk for one in found]
        collecting.settle(request_id=self._id, people=chosen, reason="", actor=actor, now=moment)

    def _redact(self, moment: datetime) -> None:
        told = subject_requests.content(SubjectRequest.objects.get(pk=self._id))
        texts = {key: words for key, _number, _name, words in answering.free_texts(told)}
        answering.draft_access(request_id=self._id, texts=texts, actor=account("zemag_quality"), now=moment)

    def _grant(self, moment: datetime) -> None:
        reason = "Der Vorfall liegt länger zurück, weitere Begegnungen sind nicht zu erwarten."
        actor = account("zemag_quality")
        answering.draft_decision(request_id=self._id, granted=True, reason=reason, actor=actor, now=moment)

    def _agree(self, moment: datetime) -> None:
        subject_requests.look(request_id=self._id, agreed=True, note="", actor=account(PROTECTION), now=moment)

    def _letter(self, moment: datetime) -> None:
        """Make the letter; without fonts none is made, and none can come back."""
        with suppress(FontsMissing):
            self.letter = answering.make_letter(request_id=self._id, actor=account("zemag_quality"), now=moment)

    def _sent(self, moment: datetime) -> None:
        if self.letter is not None:
            answering.send(letter_id=self.letter.pk, actor=account("zemag_quality"), now=moment)

    def _back(self, moment: datetime) -> None:
        if self.letter is not None:
            answer_delivery.note_return(
                request_id=self._id,
                letter_id=self.letter.pk,
                returned_on=local_day(moment),
                how=ReturnedHow.MOVED,
                actor=account("zemag_quality"),
                now=moment,
            )


def steps_of(rows: list[Row], now: datetime) -> list[Step]:
    """Return what happened to all subject_requests."""
    return [step for row in rows for step in Asking(row, now).steps()]
