"""Names of the events of the log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "created": _("draft made"),
    "published": _("published"),
    "back_to_draft": _("back to draft"),
    "halted": _("booking halted"),
    "resumed": _("booking resumed"),
    "decided": _("decided: takes place"),
    "deadlines": _("deadlines changed"),
    "capacity": _("number of seats changed"),
    "details": _("note or queue changed"),
    "moved": _("part moved"),
    "part_added": _("part added"),
    "part_withdrawn": _("part withdrawn"),
    "added": _("trainer added"),
    "removed": _("trainer removed"),
    "blocked": _("blocked: a condition of quality was lost"),
    "unblocked": _("block ended"),
    "called_off": _("called off"),
    "held": _("attendance closed"),
    "archived": _("archived"),
    "override": _("seat given out of turn"),
}


def event_name(kind: str) -> str:
    """Return what an event is called; trainers' events carry their role in front."""
    return str(EVENTS.get(kind, EVENTS.get(kind.removeprefix("trainer_"), kind)))
