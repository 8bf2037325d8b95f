"""What a person may do with a page in the CMS: nobody publishes alone, superusers neither."""

from wagtail.models import PagePermissionTester


class FourEyesTester(PagePermissionTester):
    """Answers like Wagtail, but never lets anybody publish; the right "publish" means "manage live pages" here.

    Closes create, edit, bulk publish, copy with publish, alias and privacy (editing design, section 4.1, trap 2).
    """

    def can_publish(self) -> bool:
        """Return False: a page goes live by the approval of a second person."""
        return False

    def can_publish_subpage(self) -> bool:
        """Return False, as for the page itself."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """Return False: the gate alone decides who reads a page."""
        return False

    def can_unschedule(self) -> bool:
        """Return whether the person manages live pages here."""
        return bool(super().can_publish())

    def can_reorder_children(self) -> bool:
        """Return whether the person manages live pages here."""
        return bool(super().can_publish_subpage())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the person may delete: without managing live pages, an own draft that was never live.

        Moving asks this, too (settled question E10). Unlike in core, no row of the explorer costs a question.
        """
        if not self.user.is_active or self.page_is_root:
            return False
        if self.user.is_superuser or "publish" in self.permissions:
            return bool(super().can_delete(ignore_bulk))
        own_draft = self.page.owner_id == self.user.pk and self.page.first_published_at is None
        return bool(own_draft and self.page.is_leaf() and {"add", "change"} & self.permissions)
