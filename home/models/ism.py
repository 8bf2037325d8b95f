"""Internal security management: nine topics, each on one page."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from home import context as show
from home import intranet
from pages.fields import StreamField
from pages.models import IntranetPage
from pages.models.base import TranslationWanted
from pages.models.translating import translation_rules
from zemag_pages.blocks import SafetyBodyBlock


class IsmKind(models.TextChoices):
    """The nine topics, in the order in which they are shown."""

    ADVICE = "advice", _("Advice")
    VIOLENCE_PREVENTION = "violence_prevention", _("Violence prevention")
    ALARM = "alarm", _("Silent and mobile alarm")
    JUDICIARY = "judiciary", _("Exchange with the judiciary")
    ALARM_PLAN = "alarm_plan", _("Alarm plan")
    BUILDING_PROTECTION = "building_protection", _("Building protection and guards")
    ZERO_TOLERANCE = "zero_tolerance", _("Zero tolerance")
    SECURITY_CONCEPT = "security_concept", _("Security concept")
    INFORMATION_BLOCKS = "information_blocks", _("Information blocks")


class NumberBlock(blocks.StructBlock):
    """A telephone number for emergencies."""

    label = blocks.CharBlock(max_length=80, label=_("who"))
    number = blocks.CharBlock(max_length=30, label=_("number"))


class NumbersBlock(blocks.StreamBlock):
    """Telephone numbers for emergencies."""

    number = NumberBlock()

    class Meta:
        required = False


class StepsBlock(blocks.StreamBlock):
    """What to do, one after the other."""

    step = blocks.TextBlock(max_length=300, label=_("step"))

    class Meta:
        required = False
        max_num = 20


class CoursesBlock(blocks.StreamBlock):
    """Courses that fit a topic."""

    course = blocks.PageChooserBlock("training.CoursePage", label=_("course"))

    class Meta:
        required = False


class IsmHomePage(IntranetPage):
    """Entrance of security management."""

    emergency_numbers = StreamField(
        NumbersBlock(), blank=True, verbose_name=_("emergency numbers"), help_text=_("Shown on the intranet home too.")
    )

    subpage_types: ClassVar[list[str]] = ["home.IsmTopicPage"]
    max_count_per_parent = 1
    template = "home/ism_home_page.html"
    default_translation_wanted = TranslationWanted.REQUIRED
    override_translatable_fields = translation_rules(["emergency_numbers"], [])
    content_panels = [
        *IntranetPage.content_panels[:2],
        FieldPanel("emergency_numbers"),
        *IntranetPage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("security management")
        verbose_name_plural = _("security management")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add numbers and the nine topics in their fixed order."""
        context = super().get_context(request, *args, **kwargs)
        context["emergency_numbers"] = SimpleLazyObject(lambda: [row.value for row in self.emergency_numbers])
        context["ism_topics"] = SimpleLazyObject(lambda: intranet.ism_topics(context["reader"]))
        return context


class IsmTopicPage(IntranetPage):
    """One of the nine topics."""

    kind = models.CharField(_("kind"), max_length=24, choices=IsmKind, help_text=_("One page of each kind."))
    steps = StreamField(StepsBlock(), blank=True, verbose_name=_("steps"), help_text=_("What to do."))
    courses = StreamField(CoursesBlock(), blank=True, verbose_name=_("courses"), help_text=_("Courses that fit."))
    valid_from = models.DateField(_("valid from"), null=True, blank=True, help_text=_("First day it applies."))
    version = models.CharField(_("version"), max_length=20, blank=True, help_text=_("For example 2.1."))
    body = StreamField(SafetyBodyBlock(), blank=True, verbose_name=_("text"), help_text=_("At most 60 blocks."))

    parent_page_types: ClassVar[list[str]] = ["home.IsmHomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/ism_topic_page.html"
    override_translatable_fields = translation_rules(["steps"], ["kind", "courses", "valid_from", "version"])
    content_panels = [
        *IntranetPage.content_panels[:2],
        MultiFieldPanel(
            [FieldPanel("kind"), FieldRowPanel([FieldPanel("valid_from"), FieldPanel("version")])],
            heading=_("At a glance"),
        ),
        FieldPanel("steps"),
        FieldPanel("courses"),
        *IntranetPage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("security topic")
        verbose_name_plural = _("security topics")

    @property
    def wants_translation(self) -> str:
        """Alarm help needs its English version."""
        default = TranslationWanted.REQUIRED if self.kind == IsmKind.ALARM else TranslationWanted.OPTIONAL
        return self.translation_wanted or default

    def clean(self) -> None:
        """Refuse a second page of a kind in the same language."""
        super().clean()
        same = IsmTopicPage.objects.filter(kind=self.kind, locale_id=self.locale_id).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"kind": _("There is already a page of this kind.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add courses and the other topics."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context.update(
            kind_label=self.get_kind_display(),
            courses=SimpleLazyObject(lambda: show.chosen_pages(self.courses, reader)),
            siblings=SimpleLazyObject(
                lambda: [{**topic, "current": topic["pk"] == self.pk} for topic in intranet.ism_topics(reader)]
            ),
        )
        return context
