"""Make people, reports, entries and inquiries of ZeMAG in every state, once, in the order of time."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db.models import Min

from demo.loading.files import CONTENT
from demo.loading.registry import Row
from demo.loading.zemag_case import Case
from demo.loading.zemag_history import load_history
from demo.loading.zemag_kinds import steps as of_kinds
from demo.loading.zemag_people import DAY, Rights, account, make_accounts, make_areas
from demo.loading.zemag_requests import steps_of
from demo.loading.zemag_support import steps_of as help_of
from demo.loading.zemag_weapons import steps as of_weapons
from demo.loading.zemag_wordings import steps as of_words
from outbox.models import OutgoingMail, State
from zemag.asking import Question
from zemag.models import Incident, InquiryHit
from zemag.services import acting, conditions, freezing, inquiry, retention, support
from zemag.services.ledger import ALIAS
from zemag.services.questions import Asking

Data = dict[str, list[Row]]
ROUTE = CONTENT / "zemag_route.csv"


def load_zemag(data: Data, now: datetime) -> None:
    """Fill an empty database of ZeMAG; one that was filled once stays as it is."""
    if conditions.is_demo():
        return
    conditions.mark_demo()
    make_accounts(data.get("zemag.account", []))
    make_areas(data.get("zemag.area", []), now)
    rights = Rights(now)
    rights.give(data.get("zemag.grant", []))
    rights.set_the_law()
    _play(data.get("zemag_cases.case", []), rights, now, steps_of(data.get("zemag.request", []), now))
    # What the nights in between would have ended and counted.
    retention.apply(now)
    load_history(data.get("zemag_history.year", []), data.get("zemag_history.kind", []), first_report(now), now)
    freezing.freeze(now)
    support.remind(now)
    # What has happened was told at its time: nobody gets a heap of mails on the first day.
    OutgoingMail.objects.using(ALIAS).filter(state=State.QUEUED).update(state=State.SENT, sent_at=now)


def first_report(now: datetime) -> datetime:
    """Return when the first report of the portal came; before it figures are taken over."""
    sent = Incident.objects.aggregate(first=Min("submitted_at"))["first"]
    return sent or now


Step = tuple[datetime, Callable[[datetime], object]]


def _play(rows: list[Row], rights: Rights, now: datetime, asked: list["Step"]) -> None:
    """Let everything happen in the order of time, so that the log reads as one that was written day by day."""
    cases: dict[str, Case] = {}
    steps: list[tuple[datetime, int, int, Callable[[datetime], object]]] = []
    for number, row in enumerate(rows):
        cases[row["key"]] = case = Case(row, number, now, cases)
        steps += [(moment, order, number, step) for order, (moment, step) in enumerate([*case.steps(), *help_of(case)])]
    others = [*rights.later(), *_asked(now), *asked, *of_words(now), *of_weapons(now), *of_kinds(now)]
    steps += [(moment, 0, len(rows), step) for moment, step in others]
    for moment, _order, _number, step in sorted(steps, key=lambda one: one[:3]):
        step(moment)


def _asked(now: datetime) -> list[Step]:
    """Return questions before visits: a person two days ago, an address in an emergency yesterday, a route today."""
    return [(now - 2 * DAY, _person), (now - DAY, _emergency), (now, _route)]


def _person(moment: datetime) -> None:
    single = _asking("zemag_enquirer", "demo-vollstreckung", "home_visit", "VS-99", moment)
    question = Question(family="Zackenfels", given="Ralf", birth="20.11.1966")
    answer = inquiry.ask_person(asking=single, question=question, now=moment)
    for hit in InquiryHit.objects.filter(item__inquiry=answer.inquiry):
        acting.acknowledge(hit_id=hit.pk, actor=single.actor, measures=["police_only"], cancelled=False, now=moment)


def _emergency(moment: datetime) -> None:
    asking = _asking("zemag_enquirer2", "demo-rettung", "rescue", "RD-17", moment)
    inquiry.ask_emergency(asking=asking, question=Question(street="Pappelkamp", number="8"), now=moment)


def _route(moment: datetime) -> None:
    asking = _asking("zemag_enquirer", "demo-vollstreckung", "enforcement", "VS-100", moment)
    inquiry.ask_route(asking=asking, data=ROUTE.read_bytes(), now=moment)


def _asking(name: str, area: str, purpose: str, number: str, moment: datetime) -> Asking:
    return Asking(
        actor=account(name),
        area=area,
        purpose=purpose,
        file_number=number,
        request_key=uuid.uuid4(),
        planned_at=moment if purpose != "enforcement" else None,
    )
