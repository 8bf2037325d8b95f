"""Task areas of departments with their risk assessment: without one nobody may ask (ZeMAG design, 3 and 15)."""

import datetime as dates
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, User
from zemag.catalogue import HIGHEST
from zemag.clocks import add_months, local_day
from zemag.models import TaskArea
from zemag.permissions import heads
from zemag.services import logbook
from zemag.services.errors import Denied, NotFound
from zemag.services.granting import ASSESSED_MONTHS, changing_rights

MODES = ("single", "address", "batch", "break_glass")
LONGEST_NAME, LONGEST_REFERENCE, LONGEST_CODE = 120, 60, 60


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a task area: names, the risk assessment with its day and level, the ways to ask."""

    name_de: str
    name_en: str
    risk_reference: str
    risk_date: dates.date
    level: int
    modes: tuple[str, ...]
    is_active: bool = True


def headed_by(actor: User) -> list[str]:
    """Return the departments that somebody heads (R7)."""
    rows = Department.objects.filter(head=actor).order_by("name_de") if actor.is_active else Department.objects.none()
    return list(rows.values_list("key", flat=True))


def of(actor: User) -> list[TaskArea]:
    """Return the task areas of the departments that somebody heads, those that are closed last."""
    rows = TaskArea.objects.filter(department__in=headed_by(actor))
    return list(rows.order_by("-is_active", "department", "name_de"))


def is_old(area: TaskArea, now: datetime) -> bool:
    """Whether the risk assessment is older than two years: no new right is given then."""
    return add_months(area.risk_date, ASSESSED_MONTHS) < local_day(now)


def add(*, department: str, told: Told, actor: User, now: datetime) -> TaskArea:
    """Make a task area of a department as its head (R7); raise Denied, ValidationError by field."""
    with changing_rights(actor, now):
        if not heads(actor, department):
            raise Denied
        return _store(TaskArea(code=_free_code(department, told.name_de), department=department), told, actor, now)


def change(*, code: str, told: Told, actor: User, now: datetime) -> TaskArea:
    """Change or close a task area as head of its department; rights follow at once. Raise NotFound elsewhere."""
    with changing_rights(actor, now):
        area = TaskArea.objects.filter(code=code).first()
        if area is None or not heads(actor, area.department):
            raise NotFound
        return _store(area, told, actor, now)


def _store(area: TaskArea, told: Told, actor: User, now: datetime) -> TaskArea:
    _check(told, local_day(now))
    area.name_de, area.name_en = told.name_de.strip(), told.name_en.strip()
    area.risk_reference, area.risk_date, area.level = told.risk_reference.strip(), told.risk_date, told.level
    for mode in MODES:
        setattr(area, mode, mode in told.modes)
    area.is_active = told.is_active
    area.save()
    text = {"modes": " ".join(told.modes), "risk": f"{told.risk_reference} {told.risk_date.isoformat()} {told.level}"}
    result = "area" if area.is_active else "area closed"
    logbook.write("grant", actor=actor, now=now, subject=f"zemag.TaskArea {area.code}", result=result, text=text)
    return area


def _check(told: Told, today: dates.date) -> None:
    """Refuse what is missing, by field."""
    needed, long = _("Please fill in this field."), _("This text is too long.")
    is_old = add_months(told.risk_date, ASSESSED_MONTHS) < today
    rules = (
        ("name_de", not told.name_de.strip(), needed),
        ("name_en", not told.name_en.strip(), needed),
        ("risk_reference", not told.risk_reference.strip(), needed),
        ("name_de", len(told.name_de) > LONGEST_NAME, long),
        ("name_en", len(told.name_en) > LONGEST_NAME, long),
        ("risk_reference", len(told.risk_reference) > LONGEST_REFERENCE, long),
        ("risk_date", told.risk_date > today, _("The day must not lie in the future.")),
        ("risk_date", is_old, _("The risk assessment must not be older than two years.")),
        ("level", not 0 <= told.level <= HIGHEST, _("Please choose one of the values.")),
        ("modes", not told.modes or not set(told.modes) <= set(MODES), _("Please choose one of the values.")),
    )
    faults = {name: [text] for name, wrong, text in rules if wrong}
    # A closed area keeps the assessment that it had.
    if not told.is_active and told.risk_date <= today:
        faults.pop("risk_date", None)
    if faults:
        raise ValidationError(faults)


def _free_code(department: str, name: str) -> str:
    """Return a code that no area has; it never changes, since inquiries name it."""
    start = slugify(f"{department}-{name}".replace("ß", "ss"))[: LONGEST_CODE - 4].strip("-") or "area"
    codes = (start if number == 1 else f"{start}-{number}" for number in count(1))
    return next(code for code in codes if not TaskArea.objects.filter(code=code).exists())
