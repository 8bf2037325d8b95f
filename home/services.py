"""What may be done with barrier reports."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from accounts.once import first_or_made
from home.models import BarrierReport, LegalPage, OmbudsOffice
from home.models.legal import LegalKind
from home.models.reports import KEPT_DAYS, ReportState
from pages.permissions import visible_to


class AlreadyAnswered(Exception):
    """The report was answered before."""


@transaction.atomic
def receive_report(*, request_key: uuid.UUID, text: str, email: str, address: str, language: str) -> BarrierReport:
    """Store a report once and tell the office by mail, without its text; a repeated sending gives the first one."""
    values = {"text": text, "email": email, "address": address[:400], "language": language}
    report, is_new = first_or_made(
        request_key,
        BarrierReport.objects.all(),
        lambda: BarrierReport.objects.create(request_key=request_key, **values),
    )
    if not is_new:
        return report
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(
            _("New barrier report"),
            _("A barrier was reported. An interim answer is due on %(day)s.\n\n%(url)s")
            % {
                "day": report.interim_due,
                "url": f"{settings.INTRANET_URL}/admin/barrier-reports/",
            },
            settings.DEFAULT_FROM_EMAIL,
            [office_mailbox()],
        )
    return report


def office_mailbox() -> str:
    """Return the mailbox that the accessibility statement names for feedback, else the portal's own."""
    statements = visible_to(
        None, LegalPage.objects.filter(kind=LegalKind.ACCESSIBILITY, feedback_contact__isnull=False)
    )
    found = statements.exclude(feedback_contact__mailbox="").order_by("path")
    mailbox = found.values_list("feedback_contact__mailbox", flat=True).first()
    return mailbox or settings.DEFAULT_FROM_EMAIL


@transaction.atomic
def answer_report(*, report: BarrierReport, reply: str, final: bool, now: datetime) -> BarrierReport:
    """Store an interim or final answer and send it, with the ombuds office below, where there is an address.

    The same answer sent twice is mailed once.
    """
    locked = BarrierReport.objects.select_for_update().get(pk=report.pk)
    state = ReportState.ANSWERED if final else ReportState.INTERIM
    if (locked.state, locked.reply) == (state, reply):
        return locked
    if locked.state == ReportState.ANSWERED:
        raise AlreadyAnswered
    locked.state = state
    locked.reply = reply
    locked.answered_at = now if final else None
    locked.save()
    if locked.email:
        with translation.override(locked.language):
            send_mail(
                _("Your report of a barrier"),
                f"{reply}\n\n{ombuds_text()}",
                settings.DEFAULT_FROM_EMAIL,
                [locked.email],
            )
    return locked


def ombuds_text() -> str:
    """Return name and procedure of the ombuds office in the active language (BITVNRW § 9)."""
    site = Site.objects.filter(is_default_site=True).first()
    office = OmbudsOffice.for_site(site) if site else None
    if office is None or not office.name:
        return ""
    heading = _("If you do not agree with the answer, you can turn to the ombuds office:")
    return f"{heading}\n{office.name}\n{office.text}"


def erase_barrier_reports(now: datetime | None = None) -> int:
    """Erase reports that are twelve months old; return how many."""
    limit = (now or timezone.now()) - timedelta(days=KEPT_DAYS)
    deleted, _rows = BarrierReport.objects.filter(created_at__lt=limit).delete()
    return deleted
