"""Names of the drawings that editors may choose."""

from django.utils.translation import gettext_lazy as _

DRAWINGS = (("houses", _("houses")), ("skyline", _("skyline")))
