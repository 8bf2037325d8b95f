"""What waits for somebody in ZeMAG: numbers and ways, never what a case is about."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from pages import open_items
from pages.open_items import OpenItem
from zemag.models import Role
from zemag.profiles import released
from zemag.services import cases, emergencies, kind_texts, own, own_reports, rights_desk, unit_reports, wordings
from zemag_pages.navigation import rights_or_none
from zemag_pages.rights import Rights
from zemag_pages.showing import until
from zemag_pages.weapons import texts


def tasks_of(user: Any) -> list[OpenItem]:
    """Return what waits for somebody; nothing when the database of ZeMAG cannot be asked: its screens say so."""
    if not isinstance(user, User):
        return []
    try:
        return list(_tasks(user))
    except DatabaseError:
        return []


def _tasks(user: User) -> Iterator[OpenItem]:
    """Yield what nobody took, hits without a plan, questions on own reports, requests about own data, the own unit."""
    rights, now = rights_or_none(user), timezone.now()
    if rights.user is None:
        return
    yield from _untaken(rights, now)
    if rights.has(Role.ENQUIRER) and (number := own.open_hits(user, now)):
        words = ngettext("%(count)s hit without a plan", "%(count)s hits without a plan", number)
        late = own.late_hits(user, now)
        state = "danger" if late else "warning"
        text = _("New since you asked: look before you go.") if late else _("Note what you will do.")
        yield OpenItem(words % {"count": number}, text, reverse("zemag_hits"), state, _("Open"))
    for incident in own_reports.waiting(user):
        title = _("Question on report %(number)s") % {"number": incident.number}
        asked = _("Please answer until %(day)s.") % {"day": until(incident.due_at)} if incident.due_at else ""
        yield OpenItem(title, asked, reverse("zemag_report_own", args=[incident.pk]), "warning", _("Answer"))
    for role in (Role.QUALITY, Role.DATA_PROTECTION):
        if rights.has(role) and (number := rights_desk.waiting_for(role, now)):
            words = ngettext("%(count)s request about own data", "%(count)s requests about own data", number)
            text = _("The answer has a month.")
            yield OpenItem(words % {"count": number}, text, reverse("zemag_requests"), "warning", _("Open"))
    yield from _proposals(user, rights)
    yield from _emergencies(user, rights, now)
    waiting = unit_reports.waiting(user).count() if rights.has_unit else 0
    if waiting:
        words = ngettext("%(count)s report of your unit", "%(count)s reports of your unit", waiting)
        text = _("Talk to the employee and give your statement.")
        yield OpenItem(words % {"count": waiting}, text, reverse("zemag_unit"), "warning", _("Open"))


# What waits for a second person: its words, who counts it, and where it stands.
PROPOSALS: tuple[tuple[Callable[[int], str], Callable[[User], int], str], ...] = (
    (
        lambda number: ngettext(
            "%(count)s proposal for words of letters", "%(count)s proposals for words of letters", number
        ),
        wordings.waiting_for,
        "zemag_wordings",
    ),
    (
        lambda number: ngettext(
            "%(count)s proposal for the weapons catalogue", "%(count)s proposals for the weapons catalogue", number
        ),
        texts.waiting_for,
        "zemag_weapon_texts",
    ),
    (
        lambda number: ngettext(
            "%(count)s proposal for offences and measures", "%(count)s proposals for offences and measures", number
        ),
        kind_texts.waiting_for,
        "zemag_kinds",
    ),
)


def _proposals(user: User, rights: Rights) -> Iterator[OpenItem]:
    """Yield proposals of others that the quality staff releases or returns; nobody decides on the own one."""
    for words, waiting, route in PROPOSALS if rights.has(Role.QUALITY) else ():
        if number := waiting(user):
            text = _("Another person than the proposer releases or returns it.")
            yield OpenItem(words(number) % {"count": number}, text, reverse(route), "info", _("Open"))


def _emergencies(user: User, rights: Rights, now: datetime) -> Iterator[OpenItem]:
    """Yield the emergency inquiries of one's departments that nobody has looked at."""
    looks = rights.has(Role.COORDINATOR) or rights.is_head
    if looks and (number := emergencies.waiting(user, now).count()):
        words = ngettext("%(count)s emergency inquiry", "%(count)s emergency inquiries", number)
        text = _("Look whether the file number fits the purpose.")
        yield OpenItem(words % {"count": number}, text, reverse("zemag_emergencies"), "warning", _("Open"))


def _untaken(rights: Rights, now: datetime) -> Iterator[OpenItem]:
    """Yield the gravest reports that nobody took within two hours, with who is on call (settled decision 3)."""
    rows = list(cases.untaken(now)) if rights.has(Role.QUALITY, Role.LEGAL) else []
    profile = released() if rows else None
    words = " ".join(filter(None, [profile.on_call, profile.on_call_telephone])) if profile else ""
    text = _("On call: %(who)s.") % {"who": words} if words else _("Please take it at once or call the lead.")
    for incident in rows:
        title = _("Nobody has taken report %(number)s") % {"number": incident.number}
        yield OpenItem(title, text, reverse("zemag_case", args=[incident.pk]), "danger", _("Open"))


open_items.register(tasks_of)
