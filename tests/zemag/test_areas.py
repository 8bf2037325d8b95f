"""The head of a department makes its task areas from the risk assessment; without one nobody can be given the right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, User
from audit.models import Entry
from tests.row_factories import UserFactory
from tests.zemag.screens import holder, released, text_of
from tests.zemag_factories import NOW, TODAY, asking, granted, profile
from zemag.asking import Question
from zemag.clocks import local_day
from zemag.models import Role, TaskArea
from zemag.services import areas, granting, inquiry
from zemag.services.errors import Denied, NotFound

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
SignIn = Callable[[User], Client]
TOLD = areas.Told("Außendienst", "Field service", "GB-1", TODAY - timedelta(days=30), 2, ("single", "batch"))


@pytest.fixture
def head() -> User:
    """The head of department 32."""
    user = UserFactory(second_factor=True)
    Department.objects.update_or_create(key="32", defaults={"name_de": "Ordnungsamt", "head": user})
    return user


def test_from_an_empty_installation_to_the_first_question(head: User) -> None:
    profile()
    area = areas.add(department="32", told=TOLD, actor=head, now=NOW)
    assert (area.code, area.single, area.batch, area.address) == ("32-aussendienst", True, True, False)
    officer = UserFactory(department=Department.objects.get(key="32"))
    coordinator = granted(Role.COORDINATOR)
    right = granting.request(user=officer, role=Role.ENQUIRER, department="32", area=area, actor=coordinator, now=NOW)
    granting.approve(grant_id=right.pk, actor=head, now=NOW)
    question = Question(family="Niemand", given="Nora", birth="01.02.1980")
    assert inquiry.ask_person(asking=asking((officer, area.code)), question=question, now=NOW).rows[0].outcome == "none"
    areas.change(code=area.code, told=replace(TOLD, is_active=False), actor=head, now=NOW)
    with pytest.raises(Denied):
        inquiry.ask_person(asking=asking((officer, area.code)), question=question, now=NOW)
    rows = Entry.objects.using("zemag").filter(subject=f"zemag.TaskArea {area.code}").order_by("seq")
    assert [(row.action, row.result) for row in rows] == [("grant", "area"), ("grant", "area closed")]


def test_nobody_but_the_head_of_the_department_makes_or_changes_one(head: User) -> None:
    area = areas.add(department="32", told=TOLD, actor=head, now=NOW)
    for who in (granted(Role.COORDINATOR), granted(Role.QUALITY, is_lead=True), UserFactory(is_superuser=True)):
        with pytest.raises(Denied):
            areas.add(department="32", told=TOLD, actor=who, now=NOW)
        with pytest.raises(NotFound):
            areas.change(code=area.code, told=TOLD, actor=who, now=NOW)
    with pytest.raises(Denied):
        areas.add(department="50", told=TOLD, actor=head, now=NOW)
    assert TaskArea.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_de": " "}, "name_de"),
        ({"name_en": ""}, "name_en"),
        ({"risk_reference": "x" * 61}, "risk_reference"),
        ({"risk_date": TODAY + timedelta(days=1)}, "risk_date"),
        ({"risk_date": TODAY - timedelta(days=732)}, "risk_date"),
        ({"level": 4}, "level"),
        ({"modes": ()}, "modes"),
        ({"modes": ("list_all",)}, "modes"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_stored(head: User, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        areas.add(department="32", told=replace(TOLD, **wrong), actor=head, now=NOW)
    assert set(refusal.value.message_dict) == {field}
    assert not TaskArea.objects.exists()


def test_two_areas_of_one_name_have_codes_of_their_own_and_a_closed_one_may_have_an_old_assessment(head: User) -> None:
    first = areas.add(department="32", told=TOLD, actor=head, now=NOW)
    second = areas.add(department="32", told=TOLD, actor=head, now=NOW)
    assert {first.code, second.code} == {"32-aussendienst", "32-aussendienst-2"}
    old = replace(TOLD, risk_date=TODAY - timedelta(days=900), is_active=False)
    assert not areas.change(code=first.code, told=old, actor=head, now=NOW).is_active
    with pytest.raises(ValidationError):
        areas.change(code=first.code, told=replace(old, is_active=True), actor=head, now=NOW)


@pytest.mark.usefixtures("sites")
def test_on_screen_the_head_makes_changes_and_closes_an_area(head: User, sign_in: SignIn) -> None:
    released()
    client, send = sign_in(head), {"HTTP_ORIGIN": settings.INTRANET_URL}
    assert "noch kein Aufgabengebiet" in text_of(client.get(reverse("zemag_areas")))
    new = reverse("zemag_area_new")
    typed = {"department": "32", "name_de": "Außendienst", "name_en": "", "risk_reference": "GB-1", "level": "2"}
    wrong = client.post(new, {**typed, "risk_date": "2019-01-01", "modes": ["single"]}, **send)
    html = wrong.content.decode()
    assert wrong.status_code == 200 and 'id="id_name_en_error"' in html and "Außendienst" in html
    right = {**typed, "name_en": "Field service", "modes": ["single"]}
    old = client.post(new, {**right, "risk_date": "2019-01-01"}, **send)
    assert 'id="id_risk_date_error"' in old.content.decode()
    today = local_day(timezone.now()).isoformat()
    assert client.post(new, {**right, "risk_date": today}, **send).status_code == 302
    code = TaskArea.objects.get().code
    page = client.get(reverse("zemag_area", args=[code])).content.decode()
    assert 'value="Außendienst"' in page and f'value="{today}"' in page
    closed = {**right, "risk_date": today, "modes": ["single", "address"]}
    assert client.post(reverse("zemag_area", args=[code]), closed, **send).status_code == 302
    area = TaskArea.objects.get()
    assert (area.is_active, area.address) == (False, True)
    assert "geschlossen" in text_of(client.get(reverse("zemag_areas")))
    other = UserFactory(second_factor=True)
    Department.objects.update_or_create(key="50", defaults={"name_de": "Jugendamt", "head": other})
    assert sign_in(other).get(reverse("zemag_area", args=[code])).status_code == 404
    assert sign_in(holder(Role.COORDINATOR)).get(new).status_code == 403
