"""Page shells of training: texts only, never bookings."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from pages.blocks import BodyBlock
from pages.context import questions_of
from pages.fields import RICH_FEATURES, StreamField
from pages.models import FAQCategory, IntranetPage
from pages.models.base import TranslationWanted
from pages.models.translating import translation_rules
from pages.permissions import visible_to
from pages.reader import Reader
from pages.rows import rows
from training.models.catalogue import Course
from training.panels import DatesPanel


class AbstractTrainingPage(IntranetPage):
    """What the catalogue and its courses have in common."""

    intro = RichTextField(
        _("introduction"), features=RICH_FEATURES, max_length=2000, blank=True, help_text=_("On top.")
    )
    help = StreamField(BodyBlock(), blank=True, verbose_name=_("help"), help_text=_("Beside the text."))
    faq_category = models.ForeignKey(
        FAQCategory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("questions"),
        help_text=_("Questions shown below."),
    )

    override_translatable_fields = translation_rules(["intro", "help"], ["faq_category"])
    content_panels = [
        *IntranetPage.content_panels[:2],
        FieldPanel("intro"),
        *IntranetPage.content_panels[2:],
        FieldPanel("help"),
        FieldPanel("faq_category"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add courses and questions."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context["courses"] = SimpleLazyObject(lambda: courses_beside(self, reader))
        context["faq_entries"] = SimpleLazyObject(lambda: questions_of(self, reader))
        return context


class TrainingIndexPage(AbstractTrainingPage):
    """Catalogue of courses."""

    subpage_types: ClassVar[list[str]] = ["training.CoursePage"]
    max_count_per_parent = 1
    template = "training/training_index_page.html"
    may_use_slugs = frozenset({"schulungen", "training"})
    default_translation_wanted = TranslationWanted.REQUIRED

    class Meta:
        verbose_name = _("catalogue of courses")
        verbose_name_plural = _("catalogues of courses")


class CoursePage(AbstractTrainingPage):
    """One course: for whom, what it teaches, how long it takes."""

    parent_page_types: ClassVar[list[str]] = ["training.TrainingIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "training/course_page.html"
    course = models.ForeignKey(
        Course,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("course to book"),
        help_text=_("Dates and seats come from here; one page per course and language."),
    )

    override_translatable_fields = translation_rules(["intro", "help"], ["faq_category", "course"])
    content_panels = [
        *AbstractTrainingPage.content_panels,
        FieldPanel("course"),
        DatesPanel(heading=_("Dates")),
    ]
    # A copy is the page of another course.
    exclude_fields_in_copy: ClassVar[list[str]] = ["course"]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def clean(self) -> None:
        """Refuse a second page of the same course in a language."""
        super().clean()
        others = CoursePage.objects.filter(course=self.course, locale=self.locale).exclude(pk=self.pk)
        if self.course_id and others.exists():
            raise ValidationError({"course": _("There is a page of this course in this language already.")})


def courses_beside(page: Any, reader: Reader) -> list[Any]:
    """Return the courses of the catalogue; on a course's page the others."""
    index = page if isinstance(page, TrainingIndexPage) else page.get_parent()
    found = visible_to(reader.user, CoursePage.objects.child_of(index)).exclude(pk=page.pk)
    return list(rows(found).order_by("path"))
