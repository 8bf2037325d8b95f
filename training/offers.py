"""Lists and open items that this room offers to the others."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pages import listings, open_items
from pages.open_items import OpenItem
from training.approvers import requests_for
from training.models import Booking, CoursePage, Status
from training.showing import moment_words


def open_for(user: Any) -> Iterator[OpenItem]:
    """Yield the seats that are free for a person, and one line for the requests that wait for them; two queries."""
    now = timezone.now()
    offers = Booking.objects.filter(person=user, status=Status.OFFERED, offer_until__gt=now)
    for offer in offers.select_related("course").order_by("offer_until"):
        until = moment_words(offer.offer_until) if offer.offer_until else ""
        text = _now("A seat is free for you until %(until)s.") % {"until": until}
        url = reverse("training_booking", args=[offer.uid])
        yield OpenItem(offer.course.title, text, url, "warning", _now("Decide"))
    requests = Booking.objects.filter(status=Status.REQUESTED, approval_until__gt=now)
    found = requests_for(user, requests, as_office=False)
    if found:
        words = ngettext("%(count)s booking to approve", "%(count)s bookings to approve", len(found))
        until = moment_words(min(row.approval_until for row in found if row.approval_until))
        text = _now("The next one until %(until)s.") % {"until": until}
        url = reverse("training_approvals")
        yield OpenItem(words % {"count": len(found)}, text, url, "warning", _now("Decide"))


listings.register("courses", _("Courses"), lambda reader: CoursePage.objects.all())
open_items.register(open_for)
