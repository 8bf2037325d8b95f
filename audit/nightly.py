"""What the tick does with the chains each night: check them, tell who watches over them, delete what is over."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.keys import KeyFileError
from accounts.models import User
from audit import grants, services
from audit.actions import VERIFY
from audit.verify import Finding
from audit.verify import verify as verify_chain

WATCHERS = "data_protection"


class OwnerNeeded(Exception):
    """Months are over that only the owner of the database may delete."""


def verify() -> int:
    """Check every chain, log the result in it, and mail findings to data protection; return how many there are."""
    count = 0
    for alias in settings.AUDIT_KEY_FILES:
        now = timezone.now()
        try:
            found = verify_chain(alias, now)
        except (DatabaseError, KeyFileError) as fault:
            found = [Finding(0, type(fault).__name__)]
        if found:
            _tell(alias, found)
        services.record(using=alias, action=VERIFY, now=now, result="failed" if found else "whole")
        count += len(found)
    return count


def _tell(alias: str, found: list[Finding]) -> None:
    """Mail each person who watches over the log, in their language; the mail names rows, never people."""
    watchers = User.objects.filter(groups__name=WATCHERS, is_active=True, locked_at=None)
    for user in watchers:
        with translation.override(user.language):
            subject = _("The access log is not whole")
            lines = [
                _("The nightly check of the access log in the database %(database)s found something.")
                % {"database": alias},
                _("First row concerned: %(row)d. Findings in all: %(count)d.")
                % {"row": found[0].seq, "count": len(found)},
                _("Please ask the technical administration to run: %(command)s")
                % {"command": f"manage.py audit_verify --database {alias}"},
            ]
        EmailMessage(subject, "\n\n".join(lines) + "\n", to=[user.email]).send()


def delete_expired() -> int:
    """Delete the months that are over in every chain; return the number of rows.

    Raise OwnerNeeded, after the others, when a chain holds such months and its database lets this role only add rows:
    then `audit_retention` has to run with the owner's role, and the operators are told every night until it does.
    """
    count, left = 0, []
    for alias in settings.AUDIT_KEY_FILES:
        if grants.may_delete(alias):
            count += services.delete_expired(using=alias, now=timezone.now())
        elif services.expired(using=alias, now=timezone.now()).exists():
            left.append(alias)
    if left:
        raise OwnerNeeded(", ".join(left))
    return count
