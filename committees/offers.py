"""Lists that this room offers to the others."""

from django.utils.translation import gettext_lazy as _

from committees.models import CommitteePage, PartnerPage, PartnershipPage, ProjectPage
from pages import listings

listings.register("committees", _("Committees"), lambda reader: CommitteePage.objects.all())
listings.register("partners", _("Partners"), lambda reader: PartnerPage.objects.all())
listings.register("partnerships", _("Partnerships"), lambda reader: PartnershipPage.objects.all())
listings.register("projects", _("Projects"), lambda reader: ProjectPage.objects.all(), date_field="start")
