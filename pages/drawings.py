"""Names of the drawings that editors may choose."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DRAWINGS = (
    ("houses", _("houses")),
    ("skyline", _("skyline")),
    ("campaign", _("four people in uniform")),
    ("person-fire", _("person of the fire brigade")),
    ("person-order", _("person of the public order service")),
    ("person-rescue", _("person of the rescue service")),
    ("meeting", _("people at a table")),
    ("conference", _("conference hall")),
    ("district", _("square with trees")),
    ("bridge-exchange", _("two cities and a bridge")),
    ("football", _("stadium")),
    ("mobility", _("tram and bicycle")),
    ("night-street", _("street at night")),
    ("station", _("railway station")),
    ("youth", _("young people")),
    ("research", _("charts and magnifier")),
    ("desk", _("counter")),
    ("training", _("training room")),
    ("phone-alarm", _("telephone with alarm")),
    ("building", _("town hall")),
    ("letter", _("letters")),
    ("news", _("newspaper")),
    ("calendar", _("calendar")),
    ("partners", _("network")),
    ("help", _("two people on a bench")),
    ("contact", _("telephone")),
    ("faq", _("people with questions")),
    ("easy-language", _("open book")),
    ("sign-language", _("two hands")),
    ("report", _("form with pen")),
    ("inquiry", _("list and magnifier")),
    ("statistics", _("bar chart")),
    ("justice", _("courthouse")),
    ("guard", _("reception")),
    ("concept", _("binder")),
    ("data", _("register")),
)


def drawing_choices() -> tuple[tuple[str, Promise], ...]:
    """Return names and labels; a function, so that a new drawing makes no migration."""
    return DRAWINGS
