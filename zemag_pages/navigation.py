"""Where the screens of ZeMAG lie: one menu for pages and screens, which shows everybody only what they may open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import User
from pages.permissions import visible_to
from pages.reader import Reader
from zemag.clocks import local_day
from zemag.models import Role, TaskArea
from zemag.services import own
from zemag_pages.rights import Rights, rights_of

Rule = Callable[[Rights], bool]


@dataclass(frozen=True)
class Visit:
    """Who looks at a screen, when, and with which rights."""

    actor: User
    now: datetime
    rights: Rights


@dataclass(frozen=True)
class Step:
    """A tab, or a step of the way to a screen; the screen itself has no address."""

    label: str
    url: str
    current: bool = False


def everybody(rights: Rights) -> bool:
    """All staff."""
    return True


def areas_for(rights: Rights, mode: str) -> list[TaskArea]:
    """Return the task areas in which somebody may ask in this way (`single`, `address`, `batch`, `break_glass`)."""
    areas = [grant.task_area for grant in rights.grants if grant.role == Role.ENQUIRER]
    return [area for area in areas if area is not None and area.is_active and getattr(area, mode)]


def may_ask(mode: str) -> Rule:
    """Return the rule of those who may ask in this way."""
    return lambda rights: bool(areas_for(rights, mode))


def has_unit(rights: Rights) -> bool:
    """Supervisors and substitutes of those who reported."""
    return rights.has_unit


def is_head(rights: Rights) -> bool:
    """Heads of departments (R7)."""
    return rights.is_head


def sees_statistics(rights: Rights) -> bool:
    """Those for whom the tables are made, and supervisors; exact figures are the quality staff's (design, 12)."""
    roles = (Role.QUALITY, Role.STATISTICS, Role.STAFF_COUNCIL, Role.DATA_PROTECTION)
    return rights.has_unit or rights.has(*roles)


def of_roles(*roles: Role) -> Rule:
    """Return the rule of those who hold one of these roles."""
    return lambda rights: rights.has(*roles)


@dataclass(frozen=True)
class Door:
    """A screen in the menu: the type of the page in whose place it stands, its name, route, and who finds it there."""

    kind: str
    name: str
    label: Promise
    route: str
    rule: Rule


# In the order of the menu; of several for one kind of page the first that opens is shown.
DOORS: tuple[Door, ...] = (
    Door("ZemagReportPage", "reports", _("Report an attack"), "zemag_reports", everybody),
    Door("ZemagInquiryPage", "ask", _("Ask before a visit"), "zemag_ask", may_ask("single")),
    Door("ZemagInquiryPage", "ask", _("Ask before a visit"), "zemag_ask_address", may_ask("address")),
    Door("ZemagInquiryPage", "ask", _("Ask before a visit"), "zemag_ask_emergency", may_ask("break_glass")),
    Door("ZemagInboxPage", "inbox", _("Inbox"), "zemag_desk", of_roles(Role.QUALITY, Role.LEGAL)),
    Door("ZemagInboxPage", "unit", _("My unit"), "zemag_unit", has_unit),
    # No page stands in for the rights desk: whoever may not open it finds nothing.
    Door("requests", "requests", _("Requests"), "zemag_requests", of_roles(Role.QUALITY, Role.DATA_PROTECTION)),
    # Neither for the words of letters, offences and measures.
    Door("wordings", "wordings", _("Words of letters"), "zemag_wordings", of_roles(Role.EDITOR, Role.QUALITY)),
    Door("kinds", "kinds", _("Offences and measures"), "zemag_kinds", of_roles(Role.EDITOR, Role.QUALITY)),
    Door("ZemagStatisticsPage", "statistics", _("Statistics"), "zemag_statistics", sees_statistics),
    Door("ZemagWeaponsPage", "weapons", _("Weapons catalogue"), "zemag_weapons", everybody),
    Door("ZemagDepartmentsPage", "departments", _("Departments"), "zemag_departments", everybody),
    Door("ZemagEditPage", "profile", _("Legal profile"), "zemag_profile", of_roles(Role.QUALITY, Role.DATA_PROTECTION)),
    Door("ZemagEditPage", "evaluation", _("Log evaluation"), "zemag_evaluations", of_roles(Role.STAFF_COUNCIL)),
)


def start_url() -> str:
    """Return the address of the entrance, the same in every installation (settled decision 12)."""
    return f"/{get_language()}/zemag/"


def tabs(reader: Reader, rights: Rights, current: str = "", page: Page | None = None) -> list[Step]:
    """Return the menu: the entrance, the screens that somebody may open, and the pages that have no screen."""
    kinds = {door.kind for door in DOORS}
    # nosemgrep: page-query filtered by the reader below
    paths = Page.objects.filter(url_path__regex=rf"^/intranet-{reader.language}/zemag/([^/]+/)?$")
    # One question and no whole pages: each page of ZeMAG shows this menu.
    rows = visible_to(reader.user, paths).order_by("path").values_list("pk", "title", "url_path", "content_type_id")
    steps = [
        Step(title, address.replace("/intranet-", "/", 1), page is not None and pk == page.pk)
        for pk, title, address, kind in rows
        if _name_of(kind) not in kinds
    ]
    behind = type(page).__name__ if page is not None else ""
    doors = [
        Step(str(door.label), reverse(door.route), door.name == current or door.kind == behind)
        for door in open_doors(rights)
    ]
    return [*steps[:1], *doors, *steps[1:]]


def _name_of(kind: int) -> str:
    """Return the name of a type of page; Django keeps the types in memory."""
    model = ContentType.objects.get_for_id(kind).model_class()
    return model.__name__ if model else ""


def open_doors(rights: Rights) -> list[Door]:
    """Return the screens that somebody finds in the menu, one for each kind of page."""
    found: dict[str, Door] = {}
    for door in DOORS:
        if door.kind not in found and door.rule(rights):
            found[door.kind] = door
    return list(found.values())


def rights_or_none(user: User) -> Rights:
    """Return the rights of a person for a menu; none when the database of ZeMAG cannot be asked."""
    try:
        return rights_of(user, local_day(timezone.now()))
    except DatabaseError:
        return Rights()


def frame(
    request: HttpRequest, visit: Visit | None, title: str, current: str = "", *between: Step, pages: Any = ()
) -> dict[str, Any]:
    """Return what every screen shows around its content: title, way back, menu, and the screens beside it (`pages`)."""
    reader = Reader.of(request)
    way = [Step(_now("Home"), f"/{reader.language}/"), Step("ZeMAG", start_url())]
    return {
        "title": title,
        "crumbs": [*way, *between, Step(title, "")],
        "tabs": tabs(reader, visit.rights if visit else Rights(), current),
        "pages": pages,
        "late": own.late_hits(visit.actor, visit.now) if visit and visit.rights.has(Role.ENQUIRER) else 0,
        "now": visit.now if visit else timezone.now(),
    }
