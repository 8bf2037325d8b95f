"""Short texts that many pages share; both languages stand in one row."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, Revision, RevisionMixin, WorkflowMixin, WorkflowState
from wagtail.search import index

from accounts.models import Department
from pages.fields import RICH_FEATURES
from pages.models.approved import ApprovedMixin

PHONE = RegexValidator(r"^[0-9+][0-9 /()-]{2,38}$", _("Please give a telephone number, for example 0221 4710-100."))


class Paired(models.Model):
    """Base of snippets with `…_de` and `…_en` fields."""

    class Meta:
        abstract = True

    def paired(self, name: str) -> str:
        """Return the text of a field pair in the active language, German when there is no English one."""
        german: str = getattr(self, f"{name}_de")
        return (getattr(self, f"{name}_en") if get_language() == "en" else "") or german


class Topic(index.Indexed, Paired):
    """A subject by which readers filter lists; two levels."""

    name_de = models.CharField(_("name (German)"), max_length=60, help_text=_("Shown to readers."))
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True, help_text=_("Shown to readers."))
    slug = models.SlugField(_("slug"), max_length=60, unique=True, help_text=_("Used in addresses of filtered lists."))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
        help_text=_("Topic above; only two levels."),
    )
    synonyms = models.CharField(
        _("synonyms"), max_length=300, blank=True, help_text=_("Other words people search for, separated by commas.")
    )
    drawing = models.CharField(
        _("drawing"), max_length=40, blank=True, help_text=_("Shown when a page has no picture.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Order in filters."))

    search_fields = [index.AutocompleteField("name_de"), index.AutocompleteField("name_en")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.paired("name")

    def clean(self) -> None:
        """Refuse a third level and a topic below itself."""
        if self.parent and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": _("Topics have two levels only.")})


class District(Paired):
    """One of the city's districts."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True, help_text=_("Official number."))
    name_de = models.CharField(_("name (German)"), max_length=60, help_text=_("Shown to readers."))
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True, help_text=_("Shown to readers."))
    slug = models.SlugField(_("slug"), max_length=60, unique=True, help_text=_("Used in addresses of filtered lists."))

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return self.paired("name")


class FAQCategory(Paired):
    """A group of questions."""

    key = models.SlugField(_("key"), max_length=40, unique=True, help_text=_("Short name, used by programs."))
    name_de = models.CharField(_("name (German)"), max_length=80, help_text=_("Shown to readers."))
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True, help_text=_("Shown to readers."))
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Order on the page."))

    class Meta:
        verbose_name = _("FAQ category")
        verbose_name_plural = _("FAQ categories")

    def __str__(self) -> str:
        return self.paired("name")


class FAQSite(models.TextChoices):
    """Where a question is shown."""

    PUBLIC = "public", _("public site")
    INTRANET = "intranet", _("intranet")
    BOTH = "both", _("both")


class FAQEntry(ApprovedMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, Paired):
    """A question with its answer in both languages; a second person reads it before it goes live, like a page."""

    _revisions = GenericRelation(Revision, related_query_name="faq_entry")
    workflow_states = GenericRelation(
        WorkflowState,
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="faq_entry",
        for_concrete_model=False,
    )

    question_de = models.CharField(_("question (German)"), max_length=200, help_text=_("As people ask it."))
    question_en = models.CharField(
        _("question (English)"), max_length=200, blank=True, help_text=_("As people ask it.")
    )
    answer_de = RichTextField(
        _("answer (German)"), features=RICH_FEATURES, max_length=3000, help_text=_("Plain words.")
    )
    answer_en = RichTextField(
        _("answer (English)"), features=RICH_FEATURES, max_length=3000, blank=True, help_text=_("Plain words.")
    )
    category = models.ForeignKey(
        FAQCategory,
        models.PROTECT,
        related_name="entries",
        verbose_name=_("category"),
        help_text=_("Group on the page."),
    )
    site = models.CharField(
        _("site"),
        max_length=8,
        choices=FAQSite,
        default=FAQSite.PUBLIC,
        help_text=_("Public answers are read by everybody."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Order in the category."))

    search_fields = [index.AutocompleteField("question_de"), index.AutocompleteField("question_en")]

    class Meta:
        verbose_name = _("FAQ entry")
        verbose_name_plural = _("FAQ entries")

    def __str__(self) -> str:
        return self.question

    @property
    def question(self) -> str:
        """Question in the active language."""
        return self.paired("question")

    @property
    def answer(self) -> str:
        """Answer in the active language, as stored rich text."""
        return self.paired("answer")

    @property
    def is_german_only(self) -> bool:
        """Whether an English reader gets the German text."""
        return get_language() == "en" and not self.question_en


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    """Filters of contact points."""

    def current(self, today: object = None) -> "ContactPointQuerySet":
        """Return contact points that have not run out."""
        day = today or timezone.localdate()
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def public(self) -> "ContactPointQuerySet":
        """Return current contact points that strangers may see."""
        return self.current().filter(is_public=True)


class ContactPoint(index.Indexed, Paired):
    """A function that can be asked: never a person, unless the name is released."""

    key = models.SlugField(_("key"), max_length=40, unique=True, help_text=_("Short name, used by programs."))
    function_de = models.CharField(
        _("function (German)"), max_length=120, help_text=_("For example: office of the council.")
    )
    function_en = models.CharField(_("function (English)"), max_length=120, blank=True, help_text=_("In English."))
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("Shown only if the name is public."))
    salutation = models.CharField(_("salutation"), max_length=20, blank=True, help_text=_("Shown with the name."))
    name_is_public = models.BooleanField(_("name is public"), default=False, help_text=_("The person has agreed."))
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, verbose_name=_("department"), help_text=_("Department.")
    )
    organisation = models.CharField(_("organisation"), max_length=120, blank=True, help_text=_("If not the city."))
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[PHONE], help_text=_("With area code."))
    fax = models.CharField(_("fax"), max_length=40, blank=True, validators=[PHONE], help_text=_("With area code."))
    mailbox = models.EmailField(_("mailbox"), blank=True, help_text=_("Mailbox of the function, not of a person."))
    room = models.CharField(_("room"), max_length=80, blank=True, help_text=_("Building and room."))
    hours_de = models.CharField(_("hours (German)"), max_length=120, blank=True, help_text=_("When someone answers."))
    hours_en = models.CharField(_("hours (English)"), max_length=120, blank=True, help_text=_("When someone answers."))
    is_public = models.BooleanField(_("is public"), default=True, help_text=_("May be shown to everybody."))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Hidden everywhere afterwards.")
    )

    objects = ContactPointQuerySet.as_manager()
    search_fields = [index.AutocompleteField("function_de"), index.AutocompleteField("function_en")]

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")

    def __str__(self) -> str:
        return self.paired("function")

    @property
    def is_current(self) -> bool:
        """Whether the contact point has not run out."""
        return self.valid_until is None or self.valid_until >= timezone.localdate()

    @property
    def function(self) -> str:
        """Function in the active language."""
        return self.paired("function")

    @property
    def hours(self) -> str:
        """Hours in the active language."""
        return self.paired("hours")

    @property
    def shown_name(self) -> str:
        """Salutation and name when the person has agreed, else nothing."""
        return f"{self.salutation} {self.name}".strip() if self.name_is_public else ""
