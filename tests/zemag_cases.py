"""Reports as far as tests of ZeMAG need them; made by the services, as people make them."""

import uuid
from typing import Any

from accounts.models import User
from tests.zemag_factories import DAY, NOW, TODAY, quality
from zemag.catalogue import Act
from zemag.models import (
    FiledBy,
    Grade,
    Incident,
    Trigger,
)
from zemag.services import legal, reporting, triage

PERSON = reporting.Reported((("Jörg", "Schröder"),), Grade.DOCUMENT, (1980, 3, 4))


def told(code: str = "C2", **fields: Any) -> reporting.Report:
    """Return a report; it names one person unless other `people` are given."""
    values = {"department": "50", "setting": "counter", "occurred_on": TODAY - DAY, "acts": (Act(code),)}
    return reporting.Report(**{**values, "people": (PERSON,), **fields})


def sent(by: User, report: reporting.Report | None = None, **fields: Any) -> Incident:
    """Send a report."""
    return reporting.submit(actor=by, report=report or told(**fields), request_key=uuid.uuid4(), now=NOW)


def in_triage(by: User, **fields: Any) -> Incident:
    """Send a report and take it."""
    return triage.take(incident_id=sent(by, **fields).pk, actor=quality(), now=NOW)


def with_legal(by: User, **fields: Any) -> Incident:
    """Bring a report to the legal unit."""
    return triage.to_legal(incident_id=in_triage(by, **fields).pk, actor=quality(), now=NOW)


def complaint(**fields: Any) -> legal.Step:
    """Return a complaint of the city."""
    values = {"kind": Trigger.COMPLAINT, "filed_by": FiledBy.BODY, "filed_on": TODAY, "reference": "Js 1"}
    return legal.Step(**{**values, **fields})
