"""Late warning: what becomes searchable is compared at once with the visits of today (ZeMAG design, section 9)."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from accounts.crypto import Unreadable
from accounts.models import User
from zemag import mails, sealing
from zemag.asking import Question, read_question
from zemag.clocks import local_day
from zemag.matching import Matcher
from zemag.models import InquiryHit, RegisterEntry, Watch
from zemag.profiles import Profile
from zemag.services import logbook
from zemag.services.ledger import REGISTER, changing
from zemag.services.looking import Record, Result, compare, load, matcher_of

ESCALATED, REMINDED, OPEN_FOR = timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=16)


def match(entry: RegisterEntry, profile: Profile, now: datetime) -> int:
    """Compare an entry with every open watch, in the transaction that publishes it; return how many were warned.

    Who is warned gets a mail without data; the card is there after sign-in. An entry fires once per row.
    """
    records, matcher = load(now, profile, only=[entry.pk]), matcher_of(profile)
    warned = 0
    for watch in Watch.objects.filter(until__gt=now).select_related("item__inquiry").order_by("pk"):
        result = _compared(watch, records, matcher, now)
        if result is None:
            # Whether this visit is meant cannot be told any more: the officer is asked to ask again.
            _warn(watch, "unreadable", now)
            warned += 1
            continue
        if not (result.shown or result.count):
            continue
        certainty = result.shown[0].certainty if result.shown else "possible"
        _hit, made = InquiryHit.objects.get_or_create(
            item=watch.item,
            entry=entry,
            defaults={"certainty": certainty, "is_late": True, "found_at": now},
        )
        if made:
            _warn(watch, "hit", now)
            warned += 1
    return warned


def _compared(watch: Watch, records: list[Record], matcher: Matcher, now: datetime) -> Result | None:
    """Return the answer for a watch, or None when it cannot be read."""
    try:
        asked = read_question(Question(**sealing.unseal(watch)), local_day(now))
    except (Unreadable, ValidationError, TypeError, ValueError):
        return None
    return compare(asked, records, matcher, local_day(now))


def _warn(watch: Watch, result: str, now: datetime) -> None:
    logbook.write("watch", actor=None, now=now, subject=f"zemag.InquiryItem {watch.item_id}", result=result)
    mails.tell([watch.actor], kind="watch", number=_number(watch.item_id), key=f"{watch.item_id} {now.isoformat()}")


def _number(item_id: object) -> str:
    """Return how a row is named in a mail: signs that say nothing."""
    return str(item_id)[:8]


def escalate(now: datetime) -> int:
    """Tell the supervisor of late hits that nobody acknowledged for 15 minutes; return how many."""
    rows = InquiryHit.objects.filter(
        is_late=True, escalated_at=None, acknowledgement=None, found_at__lte=now - ESCALATED
    ).select_related("item__inquiry")
    done = 0
    for hit in rows:
        with changing(REGISTER):
            if not InquiryHit.objects.filter(pk=hit.pk, escalated_at=None).update(escalated_at=now):
                continue
            actor = User.objects.select_related("supervisor__substitute").filter(uuid=hit.item.inquiry.actor).first()
            boss = actor.supervisor if actor else None
            people = [boss, boss.substitute if boss else None]
            known = [person.uuid for person in people if person is not None]
            mails.tell(known, kind="reach", number=_number(hit.item_id), key=str(hit.pk))
            logbook.write("watch", actor=None, now=now, subject=f"zemag.InquiryItem {hit.item_id}", result="escalated")
        done += 1
    return done


def remind(now: datetime) -> int:
    """Remind who has not said for 30 minutes what they will do about a hit, once; return how many."""
    rows = InquiryHit.objects.filter(acknowledgement=None, found_at__lte=now - REMINDED, found_at__gt=now - OPEN_FOR)
    hits = list(rows.select_related("item__inquiry"))
    for hit in hits:
        with changing(REGISTER):
            mails.tell([hit.item.inquiry.actor], kind="plan", number=_number(hit.item_id), key=str(hit.pk))
    return len(hits)


def end(now: datetime) -> int:
    """Destroy the watches that are over, and log their number; return it."""
    with changing(REGISTER):
        over = list(Watch.objects.filter(until__lte=now))
        if over:
            sealing.destroy(over)
            Watch.objects.filter(pk__in=[watch.pk for watch in over]).delete()
            logbook.write("watch", actor=None, now=now, result="ended", text={"count": len(over)})
    return len(over)
