"""The page every other page is made from."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from accounts.models import Department
from pages.blocks import BodyBlock, ContactRowsBlock
from pages.context import contacts_of, contents_of, related_of, topics_of
from pages.drawings import drawing_choices
from pages.fields import StreamField
from pages.models.approved import ApprovedMixin
from pages.models.listed import Listed
from pages.models.media import Image
from pages.models.relations import PageTag
from pages.models.shared import SharedRelations
from pages.page_form import BasePageForm
from pages.page_permissions import FourEyesTester
from pages.places import refuse_across_sites
from pages.reader import Reader
from pages.routing import find_page
from pages.row_panels import RELATED_PAGES, TOPICS
from pages.slugs import german_slug, refuse_reserved

SLUG = RegexValidator(r"^[a-z0-9-]+$", _("Small letters, digits and hyphens only."))


class TranslationWanted(models.TextChoices):
    """Whether a page needs an English version."""

    REQUIRED = "required", _("required")
    OPTIONAL = "optional", _("optional")
    NONE = "none", _("none")


class BasePage(ApprovedMixin, SharedRelations, Listed, Page):
    """Fields and rules of every page (content design, section 5)."""

    nav_title = models.CharField(
        _("short title"), max_length=40, blank=True, help_text=_("For menus; empty means the title.")
    )
    lead = models.CharField(_("lead"), max_length=300, blank=True, help_text=_("What the page says, in two sentences."))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"), help_text=_("At most 60 blocks."))
    drawing = models.CharField(
        _("drawing"), max_length=40, blank=True, choices=drawing_choices, help_text=_("Shown when there is no photo.")
    )
    teaser_image = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
        help_text=_("Shown at the top and in lists. Becomes public with the page."),
    )
    teaser_alt = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("Empty means the text of the photo itself.")
    )
    teaser_text = models.CharField(
        _("teaser"), max_length=200, blank=True, help_text=_("For lists; empty means the lead.")
    )
    tags = ClusterTaggableManager(
        through=PageTag, blank=True, verbose_name=_("tags"), help_text=_("At most ten, in small letters.")
    )
    contacts = StreamField(
        ContactRowsBlock(), blank=True, verbose_name=_("contacts"), help_text=_("At most four contact points.")
    )
    owner_department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Department that answers for the page; empty means the owner of the page above."),
    )
    translation_wanted = models.CharField(
        _("English version"),
        max_length=8,
        choices=TranslationWanted,
        blank=True,
        help_text=_("Empty means the rule of the page type."),
    )
    audience = models.JSONField(
        _("audience"),
        default=list,
        blank=True,
        help_text=_("Intranet only: the roles that may read the page; nothing chosen means all staff."),
    )
    search_keywords = models.CharField(
        _("search words"), max_length=200, blank=True, help_text=_("Words people search for that the text lacks.")
    )
    hide_from_search = models.BooleanField(
        _("hide from search"), default=False, help_text=_("Not found on this portal.")
    )
    noindex = models.BooleanField(_("hide from search engines"), default=False, help_text=_("Not listed elsewhere."))
    show_exit = models.BooleanField(
        _("exit button"),
        default=False,
        help_text=_("Shows a button that leaves the page at once, for sensitive subjects."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("drawing"), FieldPanel("teaser_image"), FieldPanel("teaser_alt"), FieldPanel("teaser_text")],
            heading=_("Picture and teaser"),
        ),
        FieldPanel("body"),
        FieldPanel("contacts"),
        RELATED_PAGES,
    ]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("nav_title"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Address and menus"),
        ),
        TOPICS,
        FieldPanel("tags"),
        MultiFieldPanel(
            [FieldPanel("search_keywords"), FieldPanel("hide_from_search"), FieldPanel("noindex")],
            heading=_("Search"),
        ),
    ]
    settings_panels = [
        *Page.settings_panels,
        MultiFieldPanel(
            [
                FieldPanel("owner_department"),
                FieldPanel("translation_wanted"),
                FieldPanel("audience"),
                FieldPanel("show_exit"),
            ],
            heading=_("Responsibility and audience"),
        ),
    ]

    base_form_class = BasePageForm
    default_translation_wanted: ClassVar[str] = TranslationWanted.OPTIONAL
    translatable_fields_of_type: ClassVar[list[str]] = []
    shared_fields: ClassVar[list[str]] = []
    # Links that readers see as "staff only"; no other field of a public page may lead to the intranet.
    staff_only_links: ClassVar[tuple[str, ...]] = ()
    subpage_types: ClassVar[list[str]] = []
    # Set by the page editor while a draft is kept: rules of publishing then wait.
    is_kept_as_draft = False
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse Wagtail's root for every type but the two home pages, which say so themselves."""
        if parent.depth == 1 and not getattr(cls, "is_home", False):
            return False
        return super().can_create_at(parent)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page by one look-up of its whole path."""
        if path_components:
            return find_page(self, request, path_components)
        if not self.live:
            raise Http404
        return RouteResult(self)

    def move(self, target: Page, pos: str | None = None, user: Any = None) -> Any:
        """Move within the own site; raise AcrossSites otherwise."""
        parent = target if pos in {"first-child", "last-child", "sorted-child"} else target.get_parent()
        refuse_across_sites(self, parent)
        return super().move(target, pos=pos, user=user)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """Copy within the own site as a draft; raise AcrossSites otherwise."""
        target = kwargs.get("to")
        if target is not None:
            refuse_across_sites(self, target)
        return super().copy(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add reader, stamps and what every page shows; each part is looked up when the template first uses it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        reader = Reader.of(request)
        context.update(
            reader=reader,
            page_stamp=f"page:{self.pk}",
            list_stamp=f"list:{reader.language}",
            contacts=SimpleLazyObject(lambda: contacts_of(self, reader)),
            related=SimpleLazyObject(lambda: related_of(self, reader)),
            topics=SimpleLazyObject(lambda: topics_of(self)),
            contents=SimpleLazyObject(lambda: contents_of(self)),
        )
        return context

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return what machines should know of the page beyond its breadcrumb, as schema.org terms, or None."""
        return None

    def permissions_for_user(self, user: Any) -> FourEyesTester:
        """Return what a person may do here; publishing is nobody's right (editing design, section 4.1)."""
        return FourEyesTester(user, self)

    def get_view_restrictions(self) -> Any:
        """Return no restriction rows: the gate alone decides who reads a page."""
        return PageViewRestriction.objects.none()

    def clean(self) -> None:
        """Check title, slug, tags and texts; messages stand at the fields."""
        super().clean()
        if len(self.title) > 120:
            raise ValidationError({"title": _("At most 120 signs.")})
        refuse_reserved(self)
        if len(self.tags.all()) > 10:
            raise ValidationError({"tags": _("At most ten tags.")})

    def _set_core_field_defaults(self) -> None:
        """Derive a German slug (ä becomes ae) before Wagtail makes its own, for drafts too."""
        slug: str = getattr(self, "slug", "")
        if not slug and self.title:
            self.slug = self._get_autogenerated_slug(german_slug(self.title))
        super()._set_core_field_defaults()

    def list_keys(self) -> list[str]:
        """Return further stamps to touch when the page changes; types that appear in lists add theirs."""
        return []

    @property
    def cache_key(self) -> str:
        """Identify this version of the page in the keys of cached fragments."""
        return f"{self.pk}:{self.last_published_at or ''}"

    @property
    def menu_title(self) -> str:
        """Short title, or the title."""
        return self.nav_title or self.title

    @property
    def summary(self) -> str:
        """Teaser for lists: the teaser, else the lead cut at a word."""
        return self.teaser_text or Truncator(self.lead).chars(200)

    @property
    def wants_translation(self) -> str:
        """Whether an English version is required, optional or not wanted."""
        return self.translation_wanted or self.default_translation_wanted


class IntranetPage(BasePage):
    """A page that only staff may read, wherever it stands."""

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse parents that are not closed themselves."""
        return super().can_create_at(parent) and (
            getattr(cls, "is_home", False) or issubclass(parent.specific_class, IntranetPage)
        )
