"""The log opens with two keys alone: asked for, confirmed in time, for a week, each step a row (ZeMAG design, 11)."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.services import head_of
from outbox.models import OutgoingMail
from tests.zemag.screens import denials, holder, officer, released, rows_of, sent, text_of
from tests.zemag_factories import HOUR, NOW, granted, profile
from zemag import mails
from zemag.clocks import local_day
from zemag.models import InquiryInput, LogEvaluation, RecordKey, Role
from zemag.services import conditions, evaluating, logbook, retention
from zemag.services.errors import Denied, NotFound, WrongState
from zemag.services.evaluating import SwitchedOff, Wanted, WrongPeriod

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
REASON = "Beschwerde 12: Wer hat nach der Nachbarin gefragt?"


@pytest.fixture
def keys(settings: Any) -> tuple[User, User]:
    """Data protection and staff council, where evaluation is agreed on and switched on."""
    settings.ZEMAG_LOG_EVALUATION = True
    released(works_agreement="Dienstvereinbarung 7")
    return holder(Role.DATA_PROTECTION), holder(Role.STAFF_COUNCIL)


def asked_for(actor: User, **fields: Any) -> LogEvaluation:
    now = timezone.now()
    values = {"reason": REASON, "begins_on": local_day(now), "ends_on": local_day(now), "wanted": Wanted()}
    return evaluating.request(actor=actor, now=now, **{"request_key": uuid.uuid4(), **values, **fields})


def test_without_switch_or_agreement_nothing_is_evaluated_and_the_condition_says_so(settings: Any) -> None:
    profile(works_agreement="Dienstvereinbarung 7")
    guard = holder(Role.DATA_PROTECTION)
    with pytest.raises(SwitchedOff):
        asked_for(guard)
    assert "E005" not in conditions.unmet(timezone.now())
    settings.ZEMAG_LOG_EVALUATION = True
    assert asked_for(guard).state == "requested"
    profile()
    assert "E005" in conditions.unmet(timezone.now())
    with pytest.raises(SwitchedOff):
        asked_for(guard)


@pytest.mark.acceptance("settled", "Z8")
def test_both_keys_in_time_open_the_rows_to_who_asked_for_a_week_and_each_step_is_logged(
    keys: tuple[User, User], sign_in: SignIn
) -> None:
    guard, council = keys
    who = officer()
    assert sent(sign_in(who), who, family="Tannwald", given="Nele").status_code == 200
    wanted = Wanted(person=str(who.uuid), action="search")
    made, now = asked_for(guard, wanted=wanted), timezone.now()
    late = now + 73 * HOUR
    with pytest.raises(WrongState):
        evaluating.result(evaluation_id=made.pk, actor=guard, now=now)
    with pytest.raises(WrongState):
        evaluating.decide(evaluation_id=made.pk, actor=council, agreed=True, now=late)
    with pytest.raises(Denied):
        evaluating.decide(evaluation_id=made.pk, actor=guard, agreed=True, now=now)
    evaluating.decide(evaluation_id=made.pk, actor=council, agreed=True, now=now)
    with pytest.raises(WrongState):
        evaluating.decide(evaluation_id=made.pk, actor=council, agreed=False, now=now)
    found = evaluating.result(evaluation_id=made.pk, actor=guard, now=now + timedelta(days=6))
    assert [(one.entry.actor, one.typed["family"]) for one in found.rows] == [(who.uuid, "Tannwald")]
    for stranger, fault in ((council, Denied), (holder(Role.DATA_PROTECTION), NotFound), (who, Denied)):
        with pytest.raises(fault):
            evaluating.result(evaluation_id=made.pk, actor=stranger, now=now)
    with pytest.raises(WrongState):
        evaluating.result(evaluation_id=made.pk, actor=guard, now=now + timedelta(days=8))
    steps = [row.result for row in rows_of(guard, "log_evaluation") + rows_of(council, "log_evaluation")]
    assert steps == ["requested", "opened", "confirmed"]
    # What was typed is not there any more once its 30 days are over; the row stays.
    InquiryInput.objects.all().delete()
    assert evaluating.result(evaluation_id=made.pk, actor=guard, now=now).rows[0].typed == {}


def test_a_form_sent_twice_is_one_request_and_one_person_never_holds_both_keys(keys: tuple[User, User]) -> None:
    guard, _council = keys
    key = uuid.uuid4()
    assert asked_for(guard, request_key=key) == asked_for(guard, request_key=key)
    made = LogEvaluation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        LogEvaluation.objects.update(decided_by=guard.uuid)
    tomorrow = local_day(timezone.now()) + timedelta(days=1)
    for wrong in ({"ends_on": tomorrow}, {"begins_on": tomorrow}, {"begins_on": tomorrow - timedelta(days=400)}):
        with pytest.raises(WrongPeriod):
            asked_for(guard, **wrong)
    retention.apply(timezone.now() + timedelta(days=800))
    assert not LogEvaluation.objects.exists() and not RecordKey.objects.filter(pk=made.pk).exists()


def test_on_screen_data_protection_asks_the_council_decides_and_the_rows_open(
    keys: tuple[User, User], sign_in: SignIn
) -> None:
    guard, council = (sign_in(one) for one in keys)
    who = officer()
    sent(sign_in(who), who, family="Tannwald", given="Nele")
    new, today = reverse("zemag_evaluation_new"), f"{local_day(timezone.now()):%d.%m.%Y}"
    key = str(uuid.uuid4())
    form = {"reason": REASON, "begins_on": today, "ends_on": today, "email": who.email, "request_key": key}
    assert "Personalrat" in text_of(guard.get(new)) and council.get(new).status_code == 403
    send = {"HTTP_ORIGIN": configured.INTRANET_URL}
    wrong = guard.post(new, {**form, "email": "niemand@example.org"}, **send)
    assert wrong.status_code == 200 and "Beschwerde 12" in text_of(wrong)
    for _time in range(2):
        assert guard.post(new, form, **send).status_code == 302
    (made,) = LogEvaluation.objects.all()
    listed = text_of(council.get(reverse("zemag_evaluations")))
    assert "Beschwerde 12" in listed and "Tannwald" not in listed
    agree = reverse("zemag_evaluation_step", args=[made.pk, "agree"])
    assert guard.post(agree, **send).status_code == 403
    assert council.post(agree, **send).status_code == 302
    assert council.post(agree, **send).status_code == 409
    result = guard.get(reverse("zemag_evaluation", args=[made.pk]))
    assert "Tannwald" in text_of(result) and "Sam Amtmann" in text_of(result)
    assert council.get(reverse("zemag_evaluation", args=[made.pk])).status_code == 403
    assert guard.get(reverse("zemag_evaluation", args=[uuid.uuid4()])).status_code == 404
    assert sign_in(who).get(reverse("zemag_evaluations")).status_code == 403
    assert len(denials(who)) == 1


def test_data_protection_gets_the_head_of_the_log_once_a_month() -> None:
    one = granted(Role.DATA_PROTECTION)
    logbook.write("view", actor=one, now=NOW, subject="zemag.grants", result="0")
    assert [mails.send_head(NOW + timedelta(days=days)) for days in (0, 1, 15, 16)] == [1, 0, 0, 1]
    found = [bytes(mail.message).decode() for mail in OutgoingMail.objects.using("zemag").filter(kind="zemag_head")]
    head = head_of("zemag")
    assert head is not None
    assert len(found) == 2 and all(head.hash in text for text in found)
