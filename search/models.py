"""What can be found: one entry per page, with its audience, and the texts as tokens."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.search import index


class AudienceSet(models.Model):
    """One effective audience: `public`, `staff` or role names as `|editor|ism|`."""

    keys = models.CharField(max_length=420, unique=True)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return self.keys


class Entry(index.Indexed, models.Model):
    """A page as it can be found (search design, section 3); written by the job `index_page` only."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="search_entry")
    site = models.CharField(max_length=8)
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    audience = models.ForeignKey(AudienceSet, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    date = models.DateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    label = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    title = models.TextField(blank=True)
    t_keywords = models.TextField(blank=True)
    t_summary = models.TextField(blank=True)
    t_text = models.TextField(blank=True)
    indexed_at = models.DateTimeField()

    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=5),
        index.SearchField("t_keywords", boost=3),
        index.SearchField("t_summary", boost=2),
        index.SearchField("t_text", boost=1),
        index.FilterField("site"),
        index.FilterField("locale_id"),
        index.FilterField("audience_id"),
        index.FilterField("kind"),
        index.FilterField("year"),
        index.FilterField("page_id"),
    ]

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [models.Index(fields=["site", "locale"], name="search_entry_site_locale")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class EntryTopic(models.Model):
    """A topic by which hits are filtered."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="topics")
    slug = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("topic of an entry")
        verbose_name_plural = _("topics of entries")
        constraints = [models.UniqueConstraint(fields=["entry", "slug"], name="search_topic_once")]

    def __str__(self) -> str:
        return self.slug
