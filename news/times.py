"""Days and times of events in words."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def start_of_day(day: date) -> datetime:
    """Return the first moment of a day in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time(0, 0)))


def changed(page: Any) -> datetime:
    """Return when a page was last published; for pages made by a program the day that they carry."""
    moment: datetime = page.last_published_at or page.first_published_at or start_of_day(page.list_date)
    return moment


def day(value: date) -> str:
    """Return a day in words in the active language."""
    return date_format(value, "j F Y" if get_language() == "en" else "j. F Y", use_l10n=False)


def month(moment: datetime) -> str:
    """Return month and year in words."""
    return date_format(timezone.localtime(moment), "F Y", use_l10n=False)


def clock(moment: datetime) -> str:
    """Return hour, and minutes where there are any."""
    local = timezone.localtime(moment)
    return f"{local.hour}:{local.minute:02d}" if local.minute else str(local.hour)


def when(start: datetime, end: datetime | None, *, all_day: bool) -> str:
    """Return time and length in words, without the day."""
    first = timezone.localtime(start).date()
    last = timezone.localtime(end).date() if end else first
    days = (last - first).days + 1
    if days > 1:
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    if all_day:
        return _("all day")
    if end and end > start:
        return _("%(start)s to %(end)s o'clock") % {"start": clock(start), "end": clock(end)}
    return _("%(start)s o'clock") % {"start": clock(start)}
