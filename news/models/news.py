"""News of the office and of its partner cities."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from news import context as show
from news.listing import NewsListing
from pages.addresses import HttpURLBlock
from pages.fields import StreamField
from pages.models import BasePage
from pages.models.translating import translation_rules


class SourceBlock(blocks.StructBlock):
    """Where a report comes from."""

    name = blocks.CharBlock(max_length=120, label=_("source"))
    url = HttpURLBlock(required=False, label=_("address"))


class SourcesBlock(blocks.StreamBlock):
    """Where a report comes from."""

    source = SourceBlock()

    class Meta:
        required = False


class NewsIndexPage(BasePage):
    """List of all news of a site."""

    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]
    max_count_per_parent = 1
    template = "news/news_index_page.html"
    override_translatable_fields = translation_rules([], [])

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list and its feed."""
        context = super().get_context(request, *args, **kwargs)
        # nosemgrep: page-query lists pass visible_to()
        found = NewsPage.objects.child_of(self).filter(in_main_list=True)
        context.update(NewsListing(found, context["reader"], request).context())
        context["feed_url"] = show.feed_url(self, request)
        return context


class NewsPage(BasePage):
    """One report."""

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("Day of the report."))
    place = models.CharField(_("place"), max_length=120, blank=True, help_text=_("Where it happened."))
    sources = StreamField(SourcesBlock(), blank=True, verbose_name=_("sources"), help_text=_("Where it comes from."))
    featured_until = models.DateField(
        _("on top until"), null=True, blank=True, help_text=_("Stands first in lists up to this day.")
    )
    in_main_list = models.BooleanField(
        _("in the main list"), default=True, help_text=_("Off for partner cities; relate the report to their page.")
    )

    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/news_page.html"
    override_translatable_fields = translation_rules(["place", "sources"], ["date", "featured_until", "in_main_list"])
    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("date"), FieldPanel("place")]),
                FieldRowPanel([FieldPanel("featured_until"), FieldPanel("in_main_list")]),
                FieldPanel("sources"),
            ],
            heading=_("At a glance"),
        ),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("news report")
        verbose_name_plural = _("news reports")

    @property
    def list_date(self) -> datetime.date:
        """Day of the report."""
        return self.date

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return the report in schema.org terms."""
        return show.article_data(self, request, self.date)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts and further reports."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context["facts"] = SimpleLazyObject(lambda: show.news_facts(self))
        context["more"] = SimpleLazyObject(lambda: show.more_news(self, reader))
        return context
