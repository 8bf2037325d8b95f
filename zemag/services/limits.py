"""How often somebody may ask, and which questions data protection is told of (ZeMAG design, section 9)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import User
from zemag.asking import Asked
from zemag.clocks import end_of_day, local_day
from zemag.matching.folding import transcribed, words
from zemag.models import Inquiry, InquiryKind
from zemag.profiles import Profile
from zemag.services.errors import LimitReached

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE_BY_ONE = (InquiryKind.SINGLE, InquiryKind.ADDRESS)


def check(actor: User, kind: InquiryKind, profile: Profile, now: datetime) -> None:
    """Raise LimitReached when somebody has asked as often as they may; decided for good under the lock."""
    kinds, most, since = {
        InquiryKind.BATCH: ((kind,), profile.batches_a_day, end_of_day(local_day(now)) - DAY),
        InquiryKind.BREAK_GLASS: ((kind,), profile.emergencies_an_hour, now - HOUR),
    }.get(kind, (ONE_BY_ONE, profile.singles_an_hour, now - HOUR))
    rows = Inquiry.objects.filter(actor=actor.uuid, kind__in=kinds, asked_at__gt=since)
    asked = list(rows.order_by("-asked_at").values_list("asked_at", flat=True)[:most])
    if len(asked) >= most:
        raise LimitReached(end_of_day(local_day(now)) if kind is InquiryKind.BATCH else asked[-1] + HOUR)


def flags(actor: User, asked: Sequence[Asked]) -> list[str]:
    """Return why data protection looks at an inquiry: for oneself, for one's own family name, for staff."""
    found: set[str] = set()
    for item in asked:
        if item.person is None:
            continue
        given, family = (_plain(part) for part in item.person.names[0])
        if family and family == _plain(actor.last_name):
            found.add("self" if given == _plain(actor.first_name) else "surname")
        elif given and _is_staff(item.question.given, item.question.family):
            found.add("staff")
    return sorted(found)


def _plain(name: str) -> str:
    return " ".join(transcribed(word) for word in words(name))


def _is_staff(given: str, family: str) -> bool:
    return User.objects.filter(first_name__iexact=given.strip(), last_name__iexact=family.strip()).exists()
