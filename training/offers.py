"""Lists that this room offers to the others."""

from django.utils.translation import gettext_lazy as _

from pages import listings
from training.models import CoursePage

listings.register("courses", _("Courses"), lambda reader: CoursePage.objects.all())
