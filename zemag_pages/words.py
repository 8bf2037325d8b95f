"""Words for the codes of the domain, in plain language; those of offences and measures stand in `zemag.kinds`."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zemag.labels import SETTINGS, WEAPONS, Words, of
from zemag.models import Experience, Outcome, Purpose

__all__ = ["SETTINGS", "WEAPONS", "Words", "of"]

LEVELS: tuple[Promise, ...] = (
    _("Level 0: no danger"),
    _("Level 1: insult, unadapted behaviour"),
    _("Level 2: threat, violence, damage"),
    _("Level 3: weapon, danger to life"),
)
WEAPON_GROUPS: Words = {
    "A": _("Firearms"),
    "B": _("Knives"),
    "C": _("Blunt weapons"),
    "D": _("Irritants, electric weapons"),
    "E": _("Fire, chemicals"),
    "F": _("Everyday things"),
    "G": _("Dog"),
    "H": _("Vehicle"),
    "I": _("Body fluids"),
    "J": _("Claimed, not recognised"),
}
USES: Words = {
    "used": _("used"),
    "threatened": _("threatened with"),
    "carried": _("only carried"),
}
OCCASIONS: Words = {
    "appointment": _("Appointment"),
    "enforcement": _("Enforcement"),
    "inspection": _("Inspection"),
    "rescue": _("Rescue"),
    "refusal": _("Something was refused"),
    "removal": _("Removal from a place"),
    "other": _("Something else"),
}

# How alike an attribute is: four words and no more, so that nothing stored can be worked out from them.
LIKENESS: Words = {
    "equal": _("equal"),
    "similar": _("similar"),
    "different": _("different"),
    "not_compared": _("not compared"),
}
ATTRIBUTES: Words = {
    "given": _("Given name"),
    "family": _("Family name"),
    "birth": _("Birth date"),
    "address": _("Address"),
}
ACTIONS: Words = {
    "search": _("Question"),
    "batch_row": _("Question in a route"),
    "view": _("Looked at"),
    "detail": _("Details of a hit"),
    "ack": _("Plan after a hit"),
    "feedback": _("Feedback after a visit"),
    "watch": _("Late warning"),
    "create": _("Report sent"),
    "change": _("Changed"),
    "approve": _("Signed"),
    "publish": _("Published"),
    "restrict": _("Restricted"),
    "delete": _("Deleted"),
    "export_dsr": _("Data of a person collected or answered"),
    "grant": _("Right"),
    "profile": _("Legal profile"),
    "letter": _("Letter"),
    "wording": _("Words of a letter, the weapons catalogue, an offence or a measure"),
    "freeze": _("Figures fixed"),
    "log_evaluation": _("Log evaluation"),
    "deny": _("Refused"),
}
PURPOSES: Words = {str(value): label for value, label in Purpose.choices}
RESULTS: Words = {
    **{str(value): label for value, label in Outcome.choices},
    "error": _("no answer"),
    "again": _("form sent twice"),
    "planned": _("measures planned"),
    "cancelled": _("visit cancelled"),
    **{str(value): label for value, label in Experience.choices},
    "Denied": _("no right"),
    "LimitReached": _("limit reached"),
    "requested": _("asked for"),
    "confirmed": _("confirmed"),
    "declined": _("declined"),
    "opened": _("rows opened"),
    "listed": _("list of evaluations"),
    "NotFound": _("not there, or not one's own"),
    "support_open": _("help: open again"),
    "support_done": _("help: done"),
    "support_declined": _("help: not wanted"),
    "reminders_on": _("reminders on"),
    "reminders_off": _("reminders off"),
    "preview": _("preview with invented data"),
}
# What was noticed about a question; only two keys open it.
FLAGS: Words = {
    "self": _("asked about oneself"),
    "surname": _("own family name"),
    "staff": _("name of a colleague"),
}


def likeness(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return each attribute that was compared with how alike it is; finer codes count as similar."""
    found = []
    for attribute, label in ATTRIBUTES.items():
        code = next((code.partition(".")[2] for code in codes if code.startswith(f"{attribute}.")), "not_compared")
        found.append((str(label), str(LIKENESS[code if code in LIKENESS else "similar"])))
    return found
