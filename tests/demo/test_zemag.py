"""The content to try ZeMAG with: people of every role and cases in every state, all invented, and no heap of mails."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from demo.loading.files import read_data
from outbox.models import OutgoingMail, State
from tests.zemag.fonts import needs_fonts
from tests.zemag_factories import DAY
from zemag.clocks import local_day
from zemag.models import (
    Certainty,
    Delivery,
    DeliveryStep,
    EntryState,
    Grant,
    Incident,
    IncidentState,
    InquiryHit,
    InquiryKind,
    IntakePerson,
    Measure,
    Notice,
    NoticeState,
    OwedAnswer,
    RequestCase,
    Role,
    SubjectRequest,
)
from zemag.models import RegisterEntry as Entry
from zemag.permissions import counts
from zemag.services import conditions, retention
from zemag_pages.models import WeaponText

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("portal")]


@pytest.mark.acceptance("settled", 16)
def test_reports_and_entries_are_in_every_state() -> None:
    assert {*Incident.objects.values_list("state", flat=True)} == {*IncidentState.values}
    assert {*Entry.objects.values_list("state", flat=True)} == {*EntryState.values}
    assert Incident.objects.count() >= 40
    assert Entry.objects.count() >= 25
    assert Incident.objects.exclude(department="").values("department").distinct().count() >= 5
    assert Incident.objects.filter(state=IncidentState.SUBMITTED, level=3, due_at__lt=timezone.now()).exists()
    assert IntakePerson.objects.filter(position=2, incident__state=IncidentState.TRIGGER_RECORDED).exists()


def test_requests_of_people_are_in_different_states_and_one_is_late() -> None:
    rows = SubjectRequest.objects.all()
    assert {*rows.values_list("state", flat=True)} >= {"received", "identified", "collected", "drafted", "looked"}
    assert {*rows.values_list("kind", flat=True)} >= {"access", "erasure", "objection", "rectification"}
    assert rows.filter(due_on__lt=local_day(timezone.now())).exclude(sent_on=None).count() == 0
    assert rows.filter(due_on__lt=local_day(timezone.now())).count() == 1
    assert rows.filter(result="none").exists() and rows.filter(result="found").exists()


@needs_fonts
def test_one_answer_came_back_and_one_holds_back_what_is_deferred() -> None:
    owed = OwedAnswer.objects.get()
    assert (owed.state, owed.delivery, owed.request.state) == (NoticeState.OPEN, Delivery.RETURNED, "sent")
    held = RequestCase.objects.get(is_held=True)
    assert (held.request.state, held.person.notice.state) == ("collected", NoticeState.DEFERRED)


@needs_fonts
def test_one_notice_came_back_and_the_residents_register_knows_no_address() -> None:
    notice = Notice.objects.exclude(delivery="").get()
    assert (notice.state, notice.delivery) == (NoticeState.OPEN, Delivery.NO_ADDRESS)
    assert notice.again_by is not None and notice.again_by > local_day(timezone.now())
    steps = DeliveryStep.objects.filter(letter__person=notice.person).order_by("noted_at")
    assert list(steps.values_list("kind", flat=True)) == ["returned", "queried"]


def test_each_role_has_an_account_and_whoever_needs_a_factor_has_one() -> None:
    today = local_day(timezone.now())
    grants = [grant for grant in Grant.objects.all() if counts(grant, today)]
    assert {grant.role for grant in grants} == {*Role.values}
    assert Counter(grant.role for grant in grants)[Role.QUALITY] >= conditions.LEAST_QUALITY
    # The rights go on for months, so that the portal can be tried for longer than a week.
    assert all(counts(grant, today + 120 * DAY) for grant in grants)
    strong = User.objects.filter(mfa_required=True)
    assert strong.count() >= 10
    assert strong.filter(authenticator=None).count() == 0


def test_the_route_finds_one_sure_and_one_possible_entry() -> None:
    hits = InquiryHit.objects.filter(item__inquiry__kind=InquiryKind.BATCH)
    assert sorted(hits.values_list("certainty", flat=True)) == [Certainty.POSSIBLE, Certainty.SURE]
    assert hits.get(certainty=Certainty.SURE).item.inquiry.items.count() == 30


def test_nothing_is_due_on_the_first_day_and_nobody_gets_a_mail() -> None:
    assert retention.plan(timezone.now()) == []
    assert not OutgoingMail.objects.using("zemag").filter(state=State.QUEUED).exists()


def test_a_change_of_the_weapons_catalogue_waits_for_somebody_else() -> None:
    row = WeaponText.objects.get()
    assert (row.state, row.proposed_by) == ("proposed", User.objects.get(email="zemag_editor@example.org").uuid)


def test_a_new_measure_waits_for_somebody_else() -> None:
    row = Measure.objects.get()
    assert (row.code, row.state, row.is_active) == ("own_1", "proposed", True)
    assert row.proposed_by == User.objects.get(email="zemag_editor@example.org").uuid


def test_a_second_run_changes_nothing_and_a_real_installation_would_answer_nothing(settings: object) -> None:
    before = Incident.objects.count(), Grant.objects.count(), User.objects.count()
    call_command("load_demo", verbosity=0)
    assert (Incident.objects.count(), Grant.objects.count(), User.objects.count()) == before
    assert conditions.unmet(timezone.now()) == ["E006"]
    settings.ENVIRONMENT = "production"
    assert conditions.blocking(timezone.now()) == "E006"


@pytest.mark.acceptance("settled", 16)
def test_accounts_that_are_printed_at_the_start_exist() -> None:
    for row in read_data()["zemag.account"]:
        assert User.objects.filter(email=f"{row['name']}@example.org").exists()
