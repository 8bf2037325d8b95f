"""Emergency inquiries are looked at the next working day by coordinator or head (ZeMAG design, sections 3 and 9)."""

import uuid
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from zemag import sealing
from zemag.clocks import local_day
from zemag.models import Inquiry, InquiryKind, Role
from zemag.permissions import DAY, heads, required
from zemag.services import logbook
from zemag.services.errors import Denied, NotFound
from zemag.services.holding import departments_of
from zemag.services.ledger import transaction_of

# What was looked at stays in the list for so long.
SHOWN = 60 * DAY


def waiting(actor: User, now: datetime) -> QuerySet[Inquiry]:
    """Return the emergency inquiries of somebody's departments that nobody has looked at, never their own."""
    headed, coordinated = departments_of(actor, now)
    rows = Inquiry.objects.filter(kind=InquiryKind.BREAK_GLASS, department__in=headed | coordinated, reviewed_by=None)
    return rows.exclude(actor=actor.uuid).order_by("review_by", "pk")


def listed(*, actor: User, now: datetime) -> tuple[list[Inquiry], list[Inquiry]]:
    """Return what waits and what was looked at within sixty days, latest first; time, purpose and department alone."""
    headed, coordinated = departments_of(actor, now)
    if not headed | coordinated:
        raise Denied
    rows = Inquiry.objects.filter(kind=InquiryKind.BREAK_GLASS, department__in=headed | coordinated)
    done = rows.exclude(reviewed_by=None).exclude(actor=actor.uuid).filter(asked_at__gte=now - SHOWN)
    return list(waiting(actor, now)), list(done.order_by("-asked_at", "pk"))


def review(*, inquiry_id: uuid.UUID, actor: User, now: datetime) -> str:
    """Look at an emergency inquiry; return its file number. A second look is logged and changes nothing.

    They see reference and purpose alone, never what was asked or answered; nobody looks at the own one.
    """
    with logbook.denials(actor, now, "zemag.break_glass"), transaction_of():
        inquiry = Inquiry.objects.filter(pk=inquiry_id, kind=InquiryKind.BREAK_GLASS).first()
        if inquiry is None:
            raise NotFound
        grant = None
        if not heads(actor, inquiry.department):
            grant = required(actor, Role.COORDINATOR, local_day(now), department=inquiry.department)
        if inquiry.actor == actor.uuid:
            raise Denied
        number: str = sealing.unseal(inquiry)["file_number"]
        Inquiry.objects.filter(pk=inquiry.pk, reviewed_by=None).update(reviewed_by=actor.uuid)
        logbook.write("view", actor=actor, now=now, grant=grant, subject=logbook.subject_of(inquiry), result="reviewed")
    return number
