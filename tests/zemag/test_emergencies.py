"""Emergency inquiries are looked at the next day by coordinator or head: reference and purpose, nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, User
from tests.row_factories import UserFactory
from tests.zemag.screens import denials, holder, officer, released, rows_of, text_of
from tests.zemag_factories import area, asking
from zemag.asking import Question
from zemag.clocks import local_day
from zemag.models import Inquiry, Role
from zemag.services import inquiry
from zemag_pages.tasks import tasks_of

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


def asked() -> tuple[Inquiry, User]:
    """Ask in an emergency a moment ago; return the inquiry and who asked."""
    released()
    today = local_day(timezone.now())
    place = area(risk_date=today - timedelta(days=30))
    who = officer(place)
    question = Question(family="Zaunkönig", street="Finkenweg", number="12")
    inquiry.ask_emergency(asking=asking((who, place.code), purpose="rescue"), question=question, now=timezone.now())
    return Inquiry.objects.get(), who


def look(client: Client, row: Inquiry) -> Any:
    return client.post(reverse("zemag_emergency", args=[row.pk]), HTTP_ORIGIN=settings.INTRANET_URL)


@pytest.mark.acceptance("settled", "Z11")
def test_coordinator_and_head_see_reference_and_purpose_and_never_the_question(sign_in: SignIn) -> None:
    row, _who = asked()
    head = UserFactory(second_factor=True)
    Department.objects.update_or_create(key=row.department, defaults={"name_de": "Ordnungsamt", "head": head})
    coordinator = holder(Role.COORDINATOR)
    for who in (coordinator, head):
        (item,) = [one for one in tasks_of(who) if one.url == reverse("zemag_emergencies")]
        assert item.state == "warning"
        page = text_of(sign_in(who).get(reverse("zemag_emergencies")))
        assert "Rettung" in page and "VZ 12/26" not in page and "Finkenweg" not in page
    client = sign_in(coordinator)
    opened = look(client, row)
    assert "VZ 12/26" in text_of(opened)
    for word in ("Zaunkönig", "Finkenweg"):
        assert word not in opened.content.decode()
    row.refresh_from_db()
    assert row.reviewed_by == coordinator.uuid
    assert [entry.result for entry in rows_of(coordinator, "view")] == ["reviewed"]
    assert "VZ 12/26" in text_of(look(sign_in(head), row)), "a second look is logged and changes nothing"
    row.refresh_from_db()
    assert row.reviewed_by == coordinator.uuid
    assert [one for one in tasks_of(head) if one.url == reverse("zemag_emergencies")] == []


def test_nobody_looks_at_the_own_one_or_at_another_departments(sign_in: SignIn) -> None:
    row, who = asked()
    holder(Role.COORDINATOR, who)
    client = sign_in(who)
    assert "Rettung" not in text_of(client.get(reverse("zemag_emergencies")))
    assert look(client, row).status_code == 403
    elsewhere = holder(Role.COORDINATOR, department="50")
    assert "Rettung" not in text_of(sign_in(elsewhere).get(reverse("zemag_emergencies")))
    assert look(sign_in(elsewhere), row).status_code == 403
    for other in (holder(Role.QUALITY), holder(Role.DATA_PROTECTION), UserFactory(is_superuser=True)):
        assert sign_in(other).get(reverse("zemag_emergencies")).status_code == 403
        assert look(sign_in(other), row).status_code == 403
        assert denials(other)
    row.refresh_from_db()
    assert row.reviewed_by is None


def test_what_is_late_says_so(sign_in: SignIn) -> None:
    asked()
    Inquiry.objects.update(review_by=local_day(timezone.now()) - timedelta(days=1))
    client = sign_in(holder(Role.COORDINATOR))
    assert "überfällig" in text_of(client.get(reverse("zemag_emergencies")))
