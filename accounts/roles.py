"""The roles of the CMS: one table of groups; rooms above give them permissions (settled.md H5)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, Promise] = {
    "editor": _("Editors"),
    "approver": _("Approval"),
    "press": _("Press"),
    "translator": _("Translation"),
    "committees": _("Committees"),
    "ism": _("Security management"),
    "training_office": _("Training office"),
    "training_qa": _("Quality of training"),
    "site_admin": _("Administration"),
    "technical_admin": _("Technical administration"),
    "data_protection": _("Data protection"),
}
