"""Ten years after it was sent a report ends that leads to nobody any more; what was counted stays (section 17)."""

import pytest
from dateutil.relativedelta import relativedelta

from audit.models import Entry
from tests.factories import UserFactory
from tests.zemag_cases import sent, told
from tests.zemag_factories import DAY, NOW, active, granted, profile, quality
from zemag.models import Incident, IncidentState, Letter, LetterKind, RecordKey, Role, StatCube, SupervisorStatement
from zemag.services import freezing, retention, triage

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.acceptance("zemag", 24)]
LATER = NOW + relativedelta(years=10)


@pytest.fixture
def report() -> Incident:
    """A report whose person is unknown, with everything that hangs on it."""
    profile()
    made = triage.take(
        incident_id=sent(UserFactory(), told("C2", people=(), victims=({"name": "Ada"},))).pk,
        actor=quality(),
        now=NOW,
    )
    freezing.freeze(NOW + 70 * DAY)
    return made


def due() -> list[str]:
    return [item.kind for item in retention.plan(LATER)]


def test_it_goes_with_all_its_parts_and_the_figures_stay(report: Incident) -> None:
    figures = list(StatCube.objects.values())
    assert figures
    assert retention.RULES["report"].due(LATER - DAY) == [] and retention.RULES["report"].due(LATER) == [report.pk]
    assert "report" in [item.kind for item in retention.apply(LATER)]
    assert not Incident.objects.filter(pk=report.pk).exists()
    assert not RecordKey.objects.exclude(pk__in=Incident.objects.values("pk")).exists()
    assert not SupervisorStatement.objects.exists()
    assert list(StatCube.objects.values()) == figures
    row = Entry.objects.using("zemag").get(subject=f"zemag.Incident {report.pk}", action="delete")
    assert (row.actor, row.result) == (None, "report")


def test_what_was_not_counted_or_still_leads_to_somebody_waits(report: Incident) -> None:
    entry = active()
    Incident.objects.filter(pk=entry.incident_id).update(submitted_at=NOW)
    letter = Letter.objects.create(
        incident=report, kind=LetterKind.REPORTER, template_version=1, made_by=granted(Role.QUALITY).uuid, made_at=NOW
    )
    assert "report" not in due()
    letter.delete()
    assert due().count("report") == 1
    Incident.objects.filter(pk=report.pk).update(submitted_at=NOW - 90 * DAY)
    assert "report" not in due(), "its month was never counted"


def test_of_two_that_tell_the_same_the_first_goes_last(report: Incident) -> None:
    second = sent(UserFactory(), told("C2", people=()))
    second = triage.take(incident_id=second.pk, actor=quality(), now=NOW)
    triage.mark_duplicate(incident_id=second.pk, first_id=report.pk, actor=quality(), now=NOW)
    assert Incident.objects.get(pk=second.pk).state == IncidentState.DUPLICATE
    assert retention.RULES["report"].due(LATER) == [second.pk]
    retention.apply(LATER)
    assert retention.RULES["report"].due(LATER) == [report.pk]
