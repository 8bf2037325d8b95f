"""What became of the help that was offered after an invented report, by the services and in the order of time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from demo.loading.zemag_case import Case
from demo.loading.zemag_people import DAY, account
from zemag.models import SupportContact, SupportState
from zemag.services import support

# Kind, time after the report, outcome.
SETTLED = (
    ("first_aid", timedelta(hours=28), SupportState.DONE),
    ("accident_form", timedelta(hours=29), SupportState.DONE),
    ("address_block", timedelta(hours=30), SupportState.DECLINED),
    ("talk_week", 7 * DAY, SupportState.DONE),
    ("courses", 9 * DAY, SupportState.DECLINED),
    ("talk_month", 28 * DAY, SupportState.DONE),
)
# One report in so many has been left alone, so that something is overdue.
LEFT = 7


def steps_of(case: Case) -> Iterator[tuple[datetime, Callable[[datetime], object]]]:
    """Yield when something became of the help of a report; nothing lies in the future."""
    for kind, after, state in SETTLED if case.number % LEFT else ():
        if case.sent_at + after <= case.now:
            yield case.sent_at + after, partial(_settle, case, kind, state)


def _settle(case: Case, kind: str, state: SupportState, moment: datetime) -> None:
    rows = SupportContact.objects.filter(incident=case.incident, kind=kind, state=SupportState.OPEN)
    row = rows.exclude(incident__state="duplicate").first()
    if row is not None:
        support.decide(contact_id=row.pk, state=state, actor=account("zemag_quality"), now=moment)
