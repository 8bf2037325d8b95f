"""Rights on screen: requested by the coordinator, given by the head, seen as numbers alone by everybody else."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, User
from tests.row_factories import UserFactory
from tests.zemag.screens import DAYS, denials, holder, officer, text_of
from tests.zemag_factories import area
from zemag.clocks import local_day
from zemag.models import Grant, GrantState, Role

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


@pytest.fixture
def office(sign_in: SignIn) -> dict[str, Client]:
    """The coordinator and the head of a department."""
    head = UserFactory(second_factor=True)
    Department.objects.update_or_create(key="32", defaults={"name_de": "Ordnungsamt", "head": head})
    return {"head": sign_in(head), "coordinator": sign_in(holder(Role.COORDINATOR))}


def send(client: Client, name: str, *parts: object, **values: str) -> int:
    """Send a form of the screens of rights."""
    address = reverse(f"zemag_{name}", args=parts)
    return int(client.post(address, values, HTTP_ORIGIN=settings.INTRANET_URL).status_code)


def test_the_coordinator_requests_the_head_gives_and_takes(office: dict[str, Client]) -> None:
    person = UserFactory(first_name="Ada", last_name="Neu", department=Department.objects.get(key="32"))
    elsewhere = UserFactory()
    task = area(risk_date=local_day(timezone.now()) - 30 * DAYS)
    form = {"email": person.email, "role": "R5", "department": "32", "area": task.code}
    assert send(office["coordinator"], "grant_new", **{**form, "email": "nobody@example.org"}) == 200
    assert send(office["coordinator"], "grant_new", **{**form, "area": ""}) == 200
    assert send(office["coordinator"], "grant_new", **{**form, "email": elsewhere.email}) == 200
    assert not Grant.objects.filter(user=person.uuid).exists()
    assert send(office["coordinator"], "grant_new", **form) == 302
    grant = Grant.objects.get(user=person.uuid)
    assert send(office["coordinator"], "grant_step", grant.pk, "give") == 403
    seen = text_of(office["head"].get(reverse("zemag_grants")))
    assert "Ada Neu" in seen and "beantragt" in seen
    assert send(office["head"], "grant_step", grant.pk, "give") == 302
    grant.refresh_from_db()
    assert (grant.state, grant.approver is not None) == (GrantState.ACTIVE, True)
    assert send(office["coordinator"], "grant_step", grant.pk, "certify") == 302
    assert send(office["head"], "grant_step", grant.pk, "give") == 409
    assert send(office["head"], "grant_step", grant.pk, "take") == 302
    grant.refresh_from_db()
    assert grant.state == GrantState.ENDED


def test_nobody_sees_or_changes_the_rights_of_another_department(office: dict[str, Client], sign_in: SignIn) -> None:
    grant = Grant.objects.get(user=officer().uuid)
    Grant.objects.filter(pk=grant.pk).update(department="50")
    assert send(office["head"], "grant_step", grant.pk, "take") == 404
    for stranger in (UserFactory(is_superuser=True), officer()):
        assert sign_in(stranger).get(reverse("zemag_grants")).status_code == 403
        assert len(denials(stranger)) == 1


def test_everybody_sees_who_may_ask_as_a_number_and_who_coordinates(office: dict[str, Client], sign_in: SignIn) -> None:
    today = local_day(timezone.now())
    who = officer(
        area(risk_date=today),
        user=UserFactory(first_name="Otto", last_name="Geheim", department=Department.objects.get(key="32")),
    )
    text = text_of(sign_in(UserFactory()).get(reverse("zemag_departments")))
    assert "Ordnungsamt" in text and "Vollstreckung" in text and "1 Person darf anfragen" in text
    assert "Sam Amtmann" in text and "Geheim" not in text
    assert who.last_name == "Geheim"
