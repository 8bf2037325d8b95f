"""Names of the drawings that editors may choose."""

from django.utils.translation import gettext_lazy as _

DRAWINGS = (
    ("houses", _("houses")),
    ("skyline", _("skyline")),
    ("campaign", _("four people in uniform")),
    ("person-fire", _("person of the fire brigade")),
    ("person-order", _("person of the public order service")),
    ("person-rescue", _("person of the rescue service")),
)
