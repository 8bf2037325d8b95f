"""Who may do what: requested by one, given by the head, certified anew, and never two roles that exclude each other."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from accounts.models import Department, User
from audit.models import Entry
from outbox.models import OutgoingMail
from tests.row_factories import DepartmentFactory, UserFactory
from tests.zemag_factories import DAY, NOW, TODAY, area, ask, granted, profile
from zemag import tick
from zemag.models import Grant, GrantState, RecordKey, Role, Watch
from zemag.permissions import grants_of
from zemag.services import granting
from zemag.services.errors import Conflict, Denied, NotFound, OtherDepartment, PeriodOver, SamePerson, WrongState

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture
def office() -> tuple[User, User]:
    """The head and the coordinator of department 32."""
    head = UserFactory()
    Department.objects.update_or_create(key="32", defaults={"name_de": "Ordnung", "head": head})
    return head, granted(Role.COORDINATOR)


def requested(office: tuple[User, User], user: User | None = None, role: Role = Role.QUALITY, **fields: Any) -> Grant:
    """Let the coordinator request a right."""
    user = user or UserFactory()
    return granting.request(user=user, role=role, department="32", actor=office[1], now=NOW, **fields)


@pytest.mark.acceptance("settled", 9)
def test_a_right_counts_once_the_head_has_given_it_and_asks_for_a_second_factor(
    office: tuple[User, User], django_capture_on_commit_callbacks: Any
) -> None:
    user = UserFactory()
    grant = requested(office, user)
    assert grants_of(user, Role.QUALITY, TODAY) == []
    with django_capture_on_commit_callbacks(using="zemag", execute=True):
        granting.approve(grant_id=grant.pk, actor=office[0], now=NOW)
    assert [found.pk for found in grants_of(user, Role.QUALITY, TODAY)] == [grant.pk]
    user.refresh_from_db()
    assert user.mfa_required
    rows = Entry.objects.using("zemag").filter(action="grant").order_by("seq")
    assert [entry.result for entry in rows] == ["requested", "active"]


@pytest.mark.acceptance("zemag", 21)
def test_a_right_ends_after_twelve_months_six_unused_or_without_certificate(office: tuple[User, User]) -> None:
    user = UserFactory()
    grant = requested(office, user)
    granting.approve(grant_id=grant.pk, actor=office[0], now=NOW)
    grant.refresh_from_db()
    assert (grant.ends_on, grant.recertify_by) == (date(2027, 6, 15), date(2026, 12, 15))
    rows = Grant.objects.filter(pk=grant.pk)

    def counts(day: date) -> bool:
        return bool(grants_of(user, Role.QUALITY, day))

    rows.update(recertify_by=date(2027, 6, 15))
    assert (counts(date(2026, 12, 15)), counts(date(2026, 12, 16))) == (True, False)
    rows.update(recertify_by=date(2026, 12, 15), used_on=date(2026, 12, 20))
    assert (counts(date(2026, 12, 29)), counts(date(2026, 12, 30))) == (True, False)
    rows.update(recertify_by=date(2027, 6, 15), used_on=date(2027, 6, 1))
    assert (counts(date(2027, 6, 15)), counts(date(2027, 6, 16))) == (True, False)
    user.locked_at = NOW
    assert not counts(date(2027, 6, 15))


@pytest.mark.acceptance("zemag", 21)
@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.QUALITY, Role.DATA_PROTECTION),
        (Role.DATA_PROTECTION, Role.QUALITY),
        (Role.DATA_PROTECTION, Role.STAFF_COUNCIL),
        (Role.STAFF_COUNCIL, Role.DATA_PROTECTION),
    ],
)
def test_nobody_holds_two_roles_that_exclude_each_other(held: Role, wanted: Role, office: tuple[User, User]) -> None:
    user = UserFactory()
    requested(office, user, held)
    with pytest.raises(Conflict):
        requested(office, user, wanted)


@pytest.mark.acceptance("zemag", 21)
@pytest.mark.parametrize("role", [Role.QUALITY, Role.DATA_PROTECTION])
@pytest.mark.acceptance("settled", 9)
def test_the_technical_administration_is_neither_quality_staff_nor_data_protection(
    role: Role, office: tuple[User, User]
) -> None:
    user = UserFactory()
    grant = requested(office, user, role)
    user.groups.add(Group.objects.get_or_create(name="technical_admin")[0])
    with pytest.raises(Conflict):
        granting.approve(grant_id=grant.pk, actor=office[0], now=NOW)
    with pytest.raises(Conflict):
        requested(office, user, role)


def test_nobody_gives_a_right_to_themselves_or_one_they_requested(office: tuple[User, User]) -> None:
    head, _coordinator = office
    own = requested(office, head)
    with pytest.raises(SamePerson):
        granting.approve(grant_id=own.pk, actor=head, now=NOW)
    asked = granting.request(user=UserFactory(), role=Role.LEGAL, department="32", actor=head, now=NOW)
    with pytest.raises(SamePerson):
        granting.approve(grant_id=asked.pk, actor=head, now=NOW)


def test_only_coordinator_and_head_of_the_department_deal_with_its_rights(office: tuple[User, User]) -> None:
    grant = requested(office)
    stranger = UserFactory(is_superuser=True)
    other = granted(Role.COORDINATOR, department="50")
    for who in (stranger, other, office[1]):
        with pytest.raises(Denied):
            granting.approve(grant_id=grant.pk, actor=who, now=NOW)
    for who in (stranger, other):
        with pytest.raises(Denied):
            granting.request(user=UserFactory(), role=Role.LEGAL, department="32", actor=who, now=NOW)
        with pytest.raises(Denied):
            granting.revoke(grant_id=grant.pk, actor=who, now=NOW)
    assert Entry.objects.using("zemag").filter(action="deny").count() == 7


def test_who_asks_needs_a_task_area_whose_risks_were_assessed_within_two_years(office: tuple[User, User]) -> None:
    with pytest.raises(WrongState):
        requested(office, role=Role.ENQUIRER)
    with pytest.raises(WrongState):
        requested(office, role=Role.ENQUIRER, area=area(department="50"))
    user = UserFactory(department=office[1].department)
    old = requested(office, user, role=Role.ENQUIRER, area=area(risk_date=date(2024, 6, 14)))
    with pytest.raises(PeriodOver):
        granting.approve(grant_id=old.pk, actor=office[0], now=NOW)
    good = requested(office, user, role=Role.ENQUIRER, area=area(risk_date=date(2024, 6, 15)))
    assert granting.approve(grant_id=good.pk, actor=office[0], now=NOW).state == GrantState.ACTIVE
    with pytest.raises(PeriodOver):
        requested(office, ends_on=TODAY + 366 * DAY)


@pytest.mark.acceptance("settled", 17)
def test_who_asks_works_in_the_department_and_a_transfer_suspends_the_right_at_once(office: tuple[User, User]) -> None:
    user, task_area = UserFactory(department=DepartmentFactory(key="50")), area()
    with pytest.raises(OtherDepartment):
        requested(office, user, role=Role.ENQUIRER, area=task_area)
    granted(Role.ENQUIRER, user, task_area=task_area)
    assert grants_of(user, Role.ENQUIRER, TODAY) == []
    with pytest.raises(Denied):
        ask(who=(user, task_area.code))
    user.department = office[1].department
    assert len(grants_of(user, Role.ENQUIRER, TODAY)) == 1
    user.department = None
    assert grants_of(user, Role.ENQUIRER, TODAY) == []


def test_a_right_is_given_once_and_the_database_refuses_a_second_row(office: tuple[User, User]) -> None:
    user = UserFactory()
    grant = requested(office, user)
    with pytest.raises(WrongState):
        requested(office, user)
    granting.approve(grant_id=grant.pk, actor=office[0], now=NOW)
    with pytest.raises(WrongState):
        granting.approve(grant_id=grant.pk, actor=office[0], now=NOW)
    row = Grant.objects.get(pk=grant.pk)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        Grant.objects.create(
            **{name: getattr(row, name) for name in ("user", "role", "department", "starts_on", "ends_on")},
            requested_by=row.requested_by,
            recertify_by=row.recertify_by,
            used_on=row.used_on,
        )


def test_a_certificate_lasts_six_months_and_is_not_given_to_oneself(office: tuple[User, User]) -> None:
    grant = requested(office)
    granting.approve(grant_id=grant.pk, actor=office[0], now=NOW)
    later = NOW + timedelta(days=100)
    granting.certify(grant_id=grant.pk, actor=office[1], now=later)
    grant.refresh_from_db()
    assert grant.recertify_by == date(2027, 3, 23)
    own = Grant.objects.get(user=office[1].uuid)
    with pytest.raises(SamePerson):
        granting.certify(grant_id=own.pk, actor=office[1], now=later)
    with pytest.raises(NotFound):
        granting.certify(grant_id=Watch().pk, actor=office[1], now=later)


@pytest.mark.acceptance("settled", "Z8")
def test_a_right_that_is_taken_ends_the_watches_and_the_supervisor_is_told(office: tuple[User, User]) -> None:
    profile()
    boss = UserFactory()
    place = area()
    user = UserFactory(supervisor=boss, department=DepartmentFactory(key="32"))
    granted(Role.ENQUIRER, user, task_area=place)
    ask(who=(user, place.code), planned_at=NOW + timedelta(hours=3))
    watch = Watch.objects.get()
    granting.revoke(grant_id=Grant.objects.get(user=user.uuid).pk, actor=office[0], now=NOW)
    assert not Watch.objects.exists()
    assert not RecordKey.objects.filter(pk=watch.pk).exists()
    assert OutgoingMail.objects.using("zemag").filter(kind="zemag_reach").get().recipients == [boss.email]
    with pytest.raises(Denied):
        ask(who=(user, place.code))


@pytest.mark.acceptance("settled", 6)
def test_the_first_rights_need_two_people_and_are_given_only_once() -> None:
    by, second, officer = UserFactory(), UserFactory(), UserFactory()
    wanted = [(by, Role.QUALITY, True), (officer, Role.DATA_PROTECTION, False)]
    for wrong in ((by, by), (by, officer)):
        with pytest.raises(SamePerson):
            granting.first_grants(by=wrong[0], second=wrong[1], wanted=wanted, now=NOW)
    made = granting.first_grants(by=by, second=second, wanted=wanted, now=NOW)
    assert [(grant.role, grant.is_lead, grant.approver) for grant in made] == [
        (Role.QUALITY, True, second.uuid),
        (Role.DATA_PROTECTION, False, second.uuid),
    ]
    with pytest.raises(WrongState):
        granting.first_grants(by=by, second=second, wanted=wanted, now=NOW)


def test_who_leads_the_quality_staff_names_a_first_coordinator_and_nothing_else(office: tuple[User, User]) -> None:
    lead = granted(Role.QUALITY, is_lead=True)
    Grant.objects.filter(role=Role.COORDINATOR).delete()
    named = {"user": UserFactory(), "department": "32", "now": NOW}
    made = granting.request(role=Role.COORDINATOR, actor=lead, **named)
    assert made.state == GrantState.REQUESTED
    for role, actor in ((Role.LEGAL, lead), (Role.COORDINATOR, granted(Role.QUALITY))):
        with pytest.raises(Denied):
            granting.request(role=role, actor=actor, **{**named, "user": UserFactory()})


@pytest.mark.acceptance("settled", 9)
def test_the_tick_repairs_a_mark_that_is_missing(office: tuple[User, User]) -> None:
    who, gone, other = UserFactory(), UserFactory(), UserFactory()
    granted(Role.QUALITY, who)
    granted(Role.QUALITY, gone, ends_on=TODAY - DAY)
    granted(Role.COORDINATOR, other)
    User.objects.filter(pk__in=[who.pk, gone.pk, other.pk]).update(mfa_required=False)
    assert tick.nightly(NOW) > 0
    marks = {user.pk: user.mfa_required for user in User.objects.filter(pk__in=[who.pk, gone.pk, other.pk])}
    assert marks == {who.pk: True, gone.pk: False, other.pk: False}
    assert granting.repair_factors(NOW) == 0
