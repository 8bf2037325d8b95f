"""No participant reads of another, and a need stands in one sealed row and is gone in time (training design, 14)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import User
from outbox.models import OutgoingMail
from tests.training.calendar_reading import ics_of, text_of
from tests.training.screens import booked, catalogue, coming, course, page_of
from tests.training_factories import office, staff
from training.models import Need
from training.services import calling_off, changing, needs
from training.services.booking import Wish

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
DAY = timedelta(days=1)
OTHERS = ("Nachbarowski", "Mitfahrerin", "nachbar@example.org", "mitfahrt@example.org")


def body_of(answer: Any) -> str:
    """Return the whole answer, also one that is sent as a file."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode(errors="replace")


def everything_stored() -> Iterator[tuple[str, str]]:
    """Return table and text of every row of both databases."""
    for model in apps.get_models():
        for alias in ("default", "zemag"):
            if (
                model._meta.managed
                and not model._meta.proxy
                and (model._meta.app_label == "zemag") == (alias == "zemag")
            ):
                for row in model._base_manager.using(alias).values():
                    yield model._meta.label, str({name: _readable(value) for name, value in row.items()})


def _readable(value: Any) -> Any:
    return bytes(value).decode(errors="replace") if isinstance(value, (bytes, memoryview)) else value


@pytest.mark.acceptance("training", 20)
def test_no_page_file_or_mail_tells_a_participant_of_another(sign_in: SignIn) -> None:
    kind = course(needs_approval=False)
    date = coming(course=kind, capacity=2)
    catalogue()
    page_of(kind, slug="kurs")
    person = staff(last_name="Eigen")
    mine = booked(date, person)
    booked(date, staff(last_name="Nachbarowski", email="nachbar@example.org"))
    booked(date, staff(last_name="Mitfahrerin", email="mitfahrt@example.org"))
    client = sign_in(person)
    paths = [
        "/de/",
        "/de/schulungen/",
        "/de/schulungen/kurs/",
        f"/de/training/dates/{date.uid}/",
        f"/de/training/bookings/{mine.uid}/",
        f"/de/training/bookings/{mine.uid}/cancel/",
        f"/de/training/bookings/{mine.uid}/calendar.ics",
        "/de/training/mine/",
        "/de/training/mine/data/",
        "/de/training/approvals/",
        "/de/training/desk/",
    ]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not any(word in body_of(answer) for word in OTHERS), path
    for name in ("", "people/", "export/participants/?export=csv"):
        closed = client.get(f"/admin/training/dates/{date.uid}/{name}")
        assert closed.status_code in {302, 403, 404}
        assert not any(word in body_of(closed) for word in OTHERS)
    part = date.parts.get()
    changing.add_part(date_id=date.pk, plan=later(part), actor=office(), now=part.starts_at - 20 * DAY)
    calling_off.call_off(date_id=date.pk, actor=office(), reason="Sperrung", now=part.starts_at - 19 * DAY)
    mails = [row for row in OutgoingMail.objects.all() if row.recipients == [person.email]]
    assert len(mails) >= 3
    assert not any(word in letter(mail) for mail in mails for word in OTHERS)
    assert "Eigen" in "".join(letter(mail) for mail in mails)


def letter(mail: OutgoingMail) -> str:
    """Return head, text and calendar file of a mail, decoded."""
    return bytes(mail.message).decode(errors="replace") + text_of(mail) + ics_of(mail).decode()


def later(part: Any) -> Any:
    """The same part a day later."""
    return changing.PartPlan(part.starts_at + DAY, part.ends_at + DAY, part.venue)


@pytest.mark.acceptance("training", 20)
def test_a_need_is_in_no_table_as_text_and_gone_fourteen_days_after(sign_in: SignIn) -> None:
    date = coming()
    booking = booked(date, wish=Wish(step_free=True, text="Assistenzhund", share_with_trainer=True))
    sign_in(booking.person).get(f"/de/training/bookings/{booking.uid}/")
    sign_in(office()).get(f"/admin/training/dates/{date.uid}/people/")
    calling_off.call_off(date_id=date.pk, actor=office(), reason="Sperrung", now=date.starts_at - 19 * DAY)
    stored = list(everything_stored())
    assert "training.Need" in {label for label, _text in stored}
    assert "training.Booking" in {label for label, _text in stored}
    stored += [("outbox.OutgoingMail", letter(mail)) for mail in OutgoingMail.objects.all()]
    assert [label for label, text in stored if "Assistenzhund" in text] == []
    assert needs.erase_needs(date.ends_at + 14 * DAY) == 0
    assert needs.erase_needs(date.ends_at + 14 * DAY + timedelta(seconds=1)) == 1
    assert not Need.objects.exists()
