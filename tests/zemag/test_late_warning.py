"""Who asked this morning is told of what was published at noon (ZeMAG design, section 9; settled decision 11)."""

from datetime import timedelta

import pytest

from audit.models import Entry
from outbox.models import OutgoingMail
from tests.row_factories import UserFactory
from tests.zemag_factories import HOUR, NOW, active, ask, enquirer, profile, proposed, quality
from zemag import sealing
from zemag.models import InquiryHit, Outcome, RecordKey, Watch
from zemag.services import acting, late, register, reviewing
from zemag.services.errors import CannotAnswer, Denied, NotFound, Refused, WrongState

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
VISIT = NOW + 5 * HOUR


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile(singles_an_hour=100)


def mails(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.using("zemag").filter(kind=f"zemag_{kind}"))


@pytest.mark.acceptance("zemag", 16)
@pytest.mark.acceptance("settled", 11)
def test_a_visit_of_today_is_warned_once_of_what_is_published_later_and_the_watch_ends() -> None:
    who = enquirer()
    assert ask(who=who, planned_at=VISIT).rows[0].outcome is Outcome.NONE
    noon = NOW + 2 * HOUR
    made = proposed(level=3, actor=quality(), now=noon)
    register.show_provisionally(entry_id=made.pk, actor=quality(is_lead=True), now=noon)
    (mail,) = mails("watch")
    assert mail.recipients == [who[0].email]
    assert b"Schr" not in bytes(mail.message)
    (card,) = acting.open_hits(actor=who[0], now=noon)
    assert (card.is_late, card.level) == (True, 3)
    register.approve(entry_id=made.pk, actor=quality(), now=noon)
    assert len(mails("watch")) == 1
    watch = Watch.objects.get()
    assert watch.until == VISIT + 4 * HOUR
    assert late.end(watch.until - timedelta(seconds=1)) == 0
    assert late.end(watch.until) == 1
    assert not Watch.objects.exists()
    assert not RecordKey.objects.filter(pk=watch.pk).exists()
    assert Entry.objects.using("zemag").filter(action="watch", result="ended").count() == 1


def test_after_the_end_of_a_watch_nothing_is_compared_though_no_job_ran() -> None:
    ask(planned_at=VISIT)
    active(now=VISIT + 4 * HOUR)
    assert mails("watch") == []


@pytest.mark.parametrize("planned", [None, NOW + timedelta(days=1), NOW - 5 * HOUR])
def test_only_a_visit_of_today_is_watched(planned: object) -> None:
    ask(planned_at=planned)
    assert not Watch.objects.exists()


@pytest.mark.acceptance("settled", 11)
def test_a_watch_never_lasts_longer_than_sixteen_hours() -> None:
    early = NOW - 6 * HOUR
    ask(now=early, planned_at=early + 14 * HOUR)
    assert Watch.objects.get().until == early + 16 * HOUR


def test_somebody_else_is_not_warned_of() -> None:
    ask("Nguyen", planned_at=VISIT)
    active()
    assert mails("watch") == []


def test_a_watch_that_can_no_longer_be_compared_asks_to_ask_again_too() -> None:
    ask(planned_at=VISIT)
    watch = Watch.objects.get()
    sealing.seal(watch, {"family": "", "given": "", "birth": "31.02.1980"})
    watch.save()
    assert active().state == "active"
    assert len(mails("watch")) == 1


def test_a_watch_that_cannot_be_read_lets_the_entry_be_published_and_asks_to_ask_again() -> None:
    who = enquirer()
    ask(who=who, planned_at=VISIT)
    RecordKey.objects.filter(pk=Watch.objects.get().pk).delete()
    assert active().state == "active"
    (mail,) = mails("watch")
    assert mail.recipients == [who[0].email]
    assert Entry.objects.using("zemag").filter(action="watch", result="unreadable").count() == 1


def test_a_lifted_restriction_warns_as_well() -> None:
    made = active()
    reviewing.restrict(entry_id=made.pk, actor=quality(), reason="Art. 18.", now=NOW)
    ask(planned_at=VISIT)
    reviewing.lift(entry_id=made.pk, actor=quality(), reason="Erledigt.", now=NOW)
    assert len(mails("watch")) == 1


def test_what_nobody_acknowledges_for_fifteen_minutes_reaches_the_supervisor_once() -> None:
    who = enquirer()
    boss = UserFactory()
    who[0].supervisor = boss
    who[0].save()
    ask(who=who, planned_at=VISIT)
    active()
    assert late.escalate(NOW + timedelta(minutes=14)) == 0
    assert late.escalate(NOW + timedelta(minutes=15)) == 1
    assert late.escalate(NOW + timedelta(minutes=16)) == 0
    (mail,) = mails("reach")
    assert mail.recipients == [boss.email]


def test_an_acknowledged_hit_is_not_escalated_and_is_no_longer_open() -> None:
    who = enquirer()
    ask(who=who, planned_at=VISIT)
    active()
    (card,) = acting.open_hits(actor=who[0], now=NOW)
    acting.acknowledge(hit_id=card.hit, actor=who[0], measures=["police_only"], cancelled=False, now=NOW)
    assert acting.open_hits(actor=who[0], now=NOW) == []
    assert late.escalate(NOW + HOUR) == 0


def test_a_plan_is_a_known_measure_or_the_end_of_the_visit_and_is_given_once() -> None:
    active()
    who = enquirer()
    hit = ask(who=who).rows[0].cards[0].hit
    for measures in ([], ["be careful"]):
        with pytest.raises(Refused):
            acting.acknowledge(hit_id=hit, actor=who[0], measures=measures, cancelled=False, now=NOW)
    with pytest.raises(NotFound):
        acting.acknowledge(hit_id=hit, actor=enquirer()[0], measures=[], cancelled=True, now=NOW)
    made = acting.acknowledge(hit_id=hit, actor=who[0], measures=[], cancelled=True, now=NOW)
    assert sealing.unseal(made) == {"measures": []}
    with pytest.raises(WrongState):
        acting.acknowledge(hit_id=hit, actor=who[0], measures=[], cancelled=True, now=NOW)


def test_details_need_a_reason_are_logged_and_tell_how_alike_not_what_is_stored() -> None:
    active()
    who = enquirer()
    hit = ask("Schroeder", who=who).rows[0].cards[0].hit
    with pytest.raises(Refused):
        acting.details(hit_id=hit, actor=who[0], reason=" ", now=NOW)
    found = acting.details(hit_id=hit, actor=who[0], reason="Besuch heute", now=NOW)
    assert (found.line, found.incidents) == ("Termin nur zu zweit.", 1)
    assert {"given.equal", "birth.equal", "address.not_compared"} <= {str(code) for code in found.attributes}
    with pytest.raises(NotFound):
        acting.details(hit_id=hit, actor=enquirer()[0], reason="Neugier", now=NOW)
    actions = Entry.objects.using("zemag").filter(action__in=["detail", "deny"]).order_by("seq")
    assert list(actions.values_list("action", flat=True)) == ["detail", "deny"]


def test_open_hits_that_cannot_be_read_are_no_empty_list() -> None:
    active()
    who = enquirer()
    ask(who=who)
    RecordKey.objects.filter(pk=InquiryHit.objects.get().entry_id).delete()
    with pytest.raises(CannotAnswer):
        acting.open_hits(actor=who[0], now=NOW)
    with pytest.raises(Denied):
        acting.open_hits(actor=UserFactory(), now=NOW)


def test_who_has_no_plan_after_half_an_hour_is_reminded_once() -> None:
    active()
    who = enquirer()
    ask(who=who)
    for minutes in (29, 30, 31):
        late.remind(NOW + timedelta(minutes=minutes))
    (mail,) = mails("plan")
    assert mail.recipients == [who[0].email]
