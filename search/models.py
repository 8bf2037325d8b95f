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
    """A page, or one answered question, as it can be found (search design, section 3); only this room writes it."""

    key = models.CharField(max_length=80, unique=True)
    page = models.ForeignKey(Page, models.CASCADE, related_name="search_entries")
    anchor = models.CharField(max_length=40, blank=True)
    site = models.CharField(max_length=8)
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    audience = models.ForeignKey(AudienceSet, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    is_index = models.BooleanField(default=False)
    date = models.DateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    end = models.DateField(null=True)
    label = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    keywords = models.CharField(max_length=600, blank=True)
    text = models.TextField(blank=True)
    # Tokens, separated by blanks. The library fills its own title column only from a field of this name.
    title = models.TextField(blank=True)
    t_keywords = models.TextField(blank=True)
    t_summary = models.TextField(blank=True)
    t_text = models.TextField(blank=True)
    # For each token how often it stands in title, search words, summary and text (`ranking.pack`), as JSON.
    counts = models.TextField(default="{}")
    n_title = models.PositiveIntegerField(default=0)
    n_keywords = models.PositiveIntegerField(default=0)
    n_summary = models.PositiveIntegerField(default=0)
    n_text = models.PositiveIntegerField(default=0)
    # Of what the tokens were made, by which analyser and with which words; anything older is stale.
    digest = models.CharField(max_length=64, default="")
    analysis = models.PositiveIntegerField(default=0)
    lexicon = models.PositiveIntegerField(default=0)
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
        indexes = [
            models.Index(fields=["site", "locale"], name="search_entry_site_locale"),
            # PostgreSQL sets hits against what a reader may see without reading the rows, which are wide.
            models.Index(fields=["locale", "audience", "site", "id", "key"], name="search_entry_reader"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class EntryFacet(models.Model):
    """A value by which hits are filtered, as one code: `topic:<slug>` or `district:<number>`."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="facets")
    code = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("filter of an entry")
        verbose_name_plural = _("filters of entries")
        constraints = [models.UniqueConstraint(fields=["entry", "code"], name="search_facet_once")]

    def __str__(self) -> str:
        return self.code


class Token(models.Model):
    """In how many entries a token stands; entries for single roles count in neither number."""

    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    token = models.CharField(max_length=40)
    df_public = models.PositiveIntegerField(default=0)
    df_staff = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints = [models.UniqueConstraint(fields=["locale", "token"], name="search_token_once")]

    def __str__(self) -> str:
        return self.token


class Word(models.Model):
    """In how many entries a word stands as it is written, to offer it when somebody mistypes it."""

    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    word = models.CharField(max_length=60)
    df_public = models.PositiveIntegerField(default=0)
    df_staff = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        constraints = [models.UniqueConstraint(fields=["locale", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word


class LocaleStats(models.Model):
    """Number of entries of a language and the sums of their lengths, for one kind of reader."""

    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    scope = models.CharField(max_length=8)
    entries = models.PositiveIntegerField(default=0)
    title = models.PositiveBigIntegerField(default=0)
    keywords = models.PositiveBigIntegerField(default=0)
    summary = models.PositiveBigIntegerField(default=0)
    text = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("lengths of a language")
        verbose_name_plural = _("lengths of languages")
        constraints = [models.UniqueConstraint(fields=["locale", "scope"], name="search_stats_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.entries}"


class StoredLexicon(models.Model):
    """The words that may be parts of compounds, as the index was made with them; from no role-bound page."""

    locale = models.OneToOneField(Locale, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True)

    class Meta:
        verbose_name = _("lexicon")
        verbose_name_plural = _("lexicons")

    def __str__(self) -> str:
        return f"{self.version}"


class ZeroHit(models.Model):
    """A question that found nothing, as a keyed digest; its text only after a third day (search design, section 9)."""

    digest = models.CharField(max_length=64)
    site = models.CharField(max_length=8)
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    days = models.PositiveIntegerField(_("days"), default=1)
    text = models.CharField(_("question"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("question without answer")
        verbose_name_plural = _("questions without answer")
        constraints = [models.UniqueConstraint(fields=["digest", "site", "locale"], name="search_zero_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"
