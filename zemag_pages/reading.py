"""A sealed report in words: label and value for each thing that was told."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from pages.templatetags.pages import local_date
from zemag import kinds
from zemag.models import Incident
from zemag_pages import words
from zemag_pages.forms import reporting as asked

Rows = list[dict[str, str]]
# What of the sealed rest is shown, with the field that asked for it.
MORE: tuple[tuple[str, Any], ...] = tuple(
    (name, kind.base_fields[name])
    for kind in (asked.Who, asked.When, asked.Consequences, asked.Reactions)
    for name in kind.base_fields
    if name not in ("department", "occurred_on", "setting", "occasion", "street", "number", "injury", "off_work")
)


def rows_of(incident: Incident, content: Mapping[str, Any], offences: Iterable[str]) -> Rows:
    """Return what a report tells, in the order of the form."""
    found: Rows = []
    _add(found, _("Day"), local_date(date.fromisoformat(content["occurred_on"])))
    _add(found, _("Where did it happen?"), words.of(words.SETTINGS, [incident.setting])[0] if incident.setting else "")
    place = content.get("place") or {}
    _add(found, _("Address"), " ".join(part for part in (place.get("street", ""), place.get("number", "")) if part))
    _add(found, _("Occasion"), words.of(words.OCCASIONS, [incident.occasion])[0] if incident.occasion else "")
    _add(found, _("What happened"), ", ".join(kinds.said(kinds.offences(), offences, kinds.HAPPENED)))
    _add(found, _("Level"), str(words.LEVELS[incident.level]))
    texts = content.get("w") or {}
    for name, label in asked.W_LABELS.items():
        _add(found, str(label), texts.get(name, ""))
    more = content.get("more") or {}
    for name, field in MORE:
        value = more.get(name, "")
        options = {str(key): label for key, label in getattr(field, "choices", ())}
        _add(found, str(field.label), _("yes") if value is True else str(options.get(str(value), value)))
    return found


def _add(rows: Rows, label: str, value: str) -> None:
    if value:
        rows.append({"label": label, "value": value})
