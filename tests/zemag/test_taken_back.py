"""A return of a notice noted by mistake is taken back: what stood before stands again, while nothing followed."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from audit.models import Entry
from tests.zemag.fonts import needs_fonts
from tests.zemag.returned import BACK, LAW, asked, came_back, filed, next_of, notified, posted, stands
from tests.zemag.screens import holder
from tests.zemag.test_delivery_screens import notified as case_of_today
from tests.zemag.test_delivery_screens import queried, returned
from tests.zemag.test_desk_screens import do, show
from tests.zemag_factories import DAY, NOW, TODAY, granted, profile, proposed, quality
from zemag import sealing
from zemag.clocks import local_day
from zemag.models import (
    Delivery,
    DeliveryStep,
    Incident,
    Letter,
    LetterKind,
    Notice,
    NoticeState,
    Role,
)
from zemag.services import delivery, notices, register, retention
from zemag.services.errors import Denied, NotFound, ReasonMissing, StepTaken, WrongState

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), needs_fonts]
WHY = "Es kam ein anderes Schreiben zurück."


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report of which a complaint is filed."""
    profile(**LAW)
    return filed(reporter)


def taken_back(letter: Letter, now: Any = BACK, **more: Any) -> DeliveryStep:
    given = {"letter_id": letter.pk, "reason": WHY, "actor": quality(), **more}
    return delivery.take_back(now=now, **given)


@pytest.mark.acceptance("zemag", 14)
def test_the_earlier_state_returns_with_what_was_decided_before_and_both_steps_are_kept(case: Incident) -> None:
    given: dict[str, Any] = {"incident_id": case.pk, "now": NOW}
    recheck = TODAY + 60 * DAY
    notices.propose_deferral(actor=quality(), reason="Ermittlungen.", recheck_on=recheck, **given)
    notices.confirm_deferral(actor=quality(), **given)
    letter = notified(case)
    before = Notice.objects.filter(incident=case).values().get()
    came_back(letter)
    assert next_of(case)[0] == "query"
    step = taken_back(letter)
    after = Notice.objects.filter(incident=case).values().get()
    del before["sealed"], after["sealed"]
    assert after == before and sealing.unseal(Notice.objects.get(incident=case)) == {"reason": "Ermittlungen."}
    assert sealing.unseal(step) == {"reason": WHY} and b"anderes" not in bytes(step.sealed)
    assert list(DeliveryStep.objects.order_by("noted_at", "kind").values_list("kind", "is_void")) == [
        ("returned", True),
        ("undone", False),
    ]
    row = Entry.objects.using("zemag").filter(action="letter").order_by("seq").last()
    assert row is not None and (row.subject, row.result) == (f"zemag.Letter {letter.pk}", "undone")
    retention.apply(NOW + 34 * DAY)
    assert case.people.get().destroyed_at is None, "the data stays as if nothing had been noted"
    with pytest.raises(WrongState):
        taken_back(letter)
    came_back(letter, now=BACK + DAY)
    assert stands(case) == (NoticeState.OPEN, Delivery.RETURNED)
    with pytest.raises(WrongState):
        came_back(letter, now=BACK + DAY)


@pytest.mark.parametrize("step", ["query", "post", "deferral", "impossible", "letter", "noted", "destroyed"])
def test_it_stays_once_a_later_step_was_taken(step: str, case: Incident) -> None:
    letter = notified(case)
    came_back(letter)
    given: dict[str, Any] = {"incident_id": case.pk, "actor": quality(), "now": BACK + timedelta(hours=1)}
    later = {"reason": "Ermittlungen.", "recheck_on": local_day(BACK) + DAY}
    if step in ("query", "post", "impossible"):
        asked(case)
    if step == "post":
        posted(case)
    elif step == "deferral":
        notices.propose_deferral(**given, **later)
    elif step == "impossible":
        notices.propose_impossible(**given, **later)
    elif step == "letter":
        notified(case, now=BACK + timedelta(hours=1))
    elif step == "noted":
        notices.mark_sent(**given)
    elif step == "destroyed":
        retention.apply(BACK + 30 * DAY)
    before = stands(case)
    with pytest.raises(StepTaken):
        taken_back(letter, now=BACK + timedelta(hours=2))
    assert stands(case) == before and not DeliveryStep.objects.filter(is_void=True).exists()


def test_an_earlier_letter_whose_return_changed_nothing_is_taken_back_alone(case: Incident) -> None:
    early = notified(case)
    register.approve(entry_id=proposed(case).pk, actor=quality(), now=NOW)
    notified(case, now=NOW + DAY, kind=LetterKind.ENTRY)
    came_back(early)
    taken_back(early)
    assert stands(case) == (NoticeState.SENT, "")
    assert DeliveryStep.objects.get(kind="returned").is_void


def test_it_takes_a_reason_a_letter_that_came_back_and_the_quality_staff(case: Incident) -> None:
    letter = notified(case)
    for call, fault in (
        ({}, WrongState),
        ({"reason": " "}, ReasonMissing),
        ({"letter_id": case.pk}, NotFound),
        ({"actor": granted(Role.LEGAL)}, Denied),
        ({"actor": granted(Role.DATA_PROTECTION)}, Denied),
    ):
        with pytest.raises(fault):
            taken_back(letter, **call)
    assert Entry.objects.using("zemag").filter(action="deny").count() == 3


@pytest.mark.usefixtures("sites")
def test_on_screen_it_is_offered_as_long_as_it_is_possible_and_says_what_is_missing(
    sign_in: Any, reporter: User
) -> None:
    made = case_of_today(reporter)
    client = sign_in(holder(Role.QUALITY))
    letter = Letter.objects.get(incident=made)
    assert do(client, made, "not-returned").status_code == 409
    returned(client, made)
    assert "Vermerkten Rücklauf zurücknehmen" in show(client, made)
    wrong = do(client, made, "not-returned", letter_id=letter.pk, reason=" ")
    assert wrong.status_code == 200 and 'id="id_reason_error"' in wrong.content.decode()
    long = do(client, made, "not-returned", letter_id=letter.pk, reason="y" * 2_001)
    assert long.status_code == 200 and "y" * 2_001 in long.content.decode()
    assert do(client, made, "not-returned", letter_id=letter.pk, reason=WHY).status_code == 302
    page = show(client, made)
    assert WHY in page and "irrtümlich vermerkt" in page and "Rücklauf zurückgenommen" in page
    assert Notice.objects.get(incident=made).state == "sent"
    returned(client, made)
    queried(client, made)
    assert do(client, made, "not-returned").status_code == 409
