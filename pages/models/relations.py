"""Links between pages, and pages' topics and tags; both ends unknown to each other's rooms."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from pages.models.snippets import Topic


class RelatedPage(Orderable):
    """A link from one page to another of the same site, at most twelve per page."""

    source = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_pages")
    target = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        related_name="related_from",
        verbose_name=_("page"),
        help_text=_("Page that fits this one."),
    )

    panels = [PageChooserPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")
        constraints = [models.UniqueConstraint(fields=["source", "target"], name="pages_related_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PageTopic(Orderable):
    """A topic of a page; rows, because emptying a shared many-to-many field does not reach the translation."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_topics")
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        related_name="page_topics",
        verbose_name=_("topic"),
        help_text=_("Readers filter lists by it."),
    )

    panels = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [models.UniqueConstraint(fields=["page", "topic"], name="pages_topic_once_per_page")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PageTag(TaggedItemBase):
    """A free tag of a page."""

    content_object = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_tags")

    class Meta:
        verbose_name = _("tag of a page")
        verbose_name_plural = _("tags of pages")
