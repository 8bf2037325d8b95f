"""Pages of running text."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from home import context as show
from home.panels import EasyLanguagePanel
from pages.fields import StreamField
from pages.models import BasePage
from pages.models.translating import translation_rules
from zemag_pages.blocks import SafetyBodyBlock

MAX_LEVELS = 3


class Register(models.TextChoices):
    """In which kind of language a page is written."""

    STANDARD = "standard", _("standard")
    EASY = "easy_language", _("easy language")
    SIGN = "sign_language", _("sign language")


class StandardPage(BasePage):
    """A page of running text; three levels at most."""

    register = models.CharField(
        _("register"),
        max_length=14,
        choices=Register,
        default=Register.STANDARD,
        help_text=_("Easy language is set larger and checked by other rules."),
    )
    body = StreamField(SafetyBodyBlock(), blank=True, verbose_name=_("text"), help_text=_("At most 60 blocks."))

    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    template = "home/standard_page.html"
    override_translatable_fields = translation_rules([], ["register"])
    content_panels = [EasyLanguagePanel(), *BasePage.content_panels]
    settings_panels = [FieldPanel("register"), *BasePage.settings_panels]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse a fourth level."""
        if not super().can_create_at(parent):
            return False
        return parent.get_ancestors(inclusive=True).type(cls).count() < MAX_LEVELS

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below."""
        context = super().get_context(request, *args, **kwargs)
        context["children"] = SimpleLazyObject(lambda: show.children_of(self, context["reader"]))
        return context
