"""App configuration of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished, post_page_move


class PagesConfig(AppConfig):
    """Base page, gate, blocks, media and everything rooms above share."""

    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Connect the handlers that refresh stored audience, stamps and publicity."""
        from pages import signals
        from pages.models import ContactPoint, District, Document, FAQCategory, FAQEntry, Image, Topic

        post_save.connect(signals.page_saved, dispatch_uid="pages.page_saved")
        pre_delete.connect(signals.page_deleted, dispatch_uid="pages.page_deleted")
        page_published.connect(signals.page_published, dispatch_uid="pages.page_published")
        page_unpublished.connect(signals.page_unpublished, dispatch_uid="pages.page_unpublished")
        post_page_move.connect(signals.page_moved, dispatch_uid="pages.page_moved")
        for model in (ContactPoint, District, FAQCategory, FAQEntry, Topic):
            post_save.connect(signals.shared_saved, sender=model, dispatch_uid=f"pages.saved.{model.__name__}")
            post_delete.connect(signals.shared_saved, sender=model, dispatch_uid=f"pages.deleted.{model.__name__}")
        for model in (Image, Document):
            post_save.connect(signals.file_saved, sender=model, dispatch_uid=f"pages.file.{model.__name__}")
