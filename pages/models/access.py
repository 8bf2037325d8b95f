"""The effective audience of each page, stored so that every list can filter by it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages.reach import Reach


class PageAccess(models.Model):
    """Effective audience of one page: the page's own choice within that of its ancestors.

    `roles` holds the group names as `|editor|ism|`; a page without a row is seen by nobody.
    """

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="access")
    reach = models.CharField(max_length=6, choices=Reach)
    roles = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = _("effective audience")
        verbose_name_plural = _("effective audiences")
        indexes = [models.Index(fields=["reach"], name="pages_access_reach")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def key(self) -> str:
        """Audience as part of a cache key: `public`, `staff` or the roles."""
        return self.roles if self.reach == Reach.ROLES else self.reach
