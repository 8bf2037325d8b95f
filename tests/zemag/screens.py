"""How tests of the screens set the stage: grants and entries relative to the real clock, since screens read it."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from tests.training.screens import key_of, text_of
from tests.zemag_factories import active, area, granted, profile
from zemag.clocks import local_day
from zemag.models import RegisterEntry, Role, TaskArea
from zemag_pages.rights import WITH_FACTOR

__all__ = ["denials", "entry", "holder", "key_of", "officer", "released", "rows_of", "sent", "text_of"]
ASK = "/de/zemag/ask/"
DAYS = timedelta(days=1)


def dates() -> dict[str, Any]:
    """Return the days of a grant that counts today."""
    today = local_day(timezone.now())
    return {
        "starts_on": today - 30 * DAYS,
        "ends_on": today + 300 * DAYS,
        "recertify_by": today + 100 * DAYS,
        "used_on": today,
    }


def holder(role: Role, user: User | None = None, **fields: Any) -> User:
    """Return a member of staff with a right that counts today, and with the second factor it asks for."""
    made = granted(role, user, **{**dates(), **fields})
    if role in WITH_FACTOR:
        User.objects.filter(pk=made.pk).update(mfa_required=True)
    return made


def officer(task_area: TaskArea | None = None, **fields: Any) -> User:
    """Return somebody who may ask."""
    today = local_day(timezone.now())
    return holder(Role.ENQUIRER, task_area=task_area or area(risk_date=today - 30 * DAYS), **fields)


def released(**values: Any) -> None:
    """Release a legal profile."""
    profile(**values)


def entry(**fields: Any) -> RegisterEntry:
    """Return an entry of today that two people signed."""
    now = timezone.now()
    return active(now=now, occurred=local_day(now) - 14 * DAYS, **fields)


def rows_of(actor: User, *actions: str) -> list[Entry]:
    """Return the rows of the log of ZeMAG of one person."""
    return list(Entry.objects.using("zemag").filter(actor=actor.uuid, action__in=actions).order_by("seq"))


def denials(actor: User) -> list[Entry]:
    """Return the refused attempts of a person."""
    return rows_of(actor, "deny")


def sent(client: Client, actor: User, path: str = ASK, **values: Any) -> Any:
    """Send a question; what is not named is as an officer types it."""
    form = {
        "family": "Schröder",
        "given": "Jörg",
        "birth": "04.03.1980",
        "purpose": "home_visit",
        "file_number": "VZ 12/26",
        "request_key": str(uuid.uuid4()),
    }
    area_code = _area_of(actor)
    return client.post(path, {**form, "area": area_code, **values}, HTTP_ORIGIN=settings.INTRANET_URL)


def _area_of(actor: User) -> str:
    found = TaskArea.objects.filter(grants__user=actor.uuid).first()
    return found.code if found else "none"
