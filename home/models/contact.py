"""How to reach the office."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from home import context as show
from pages.addresses import HttpURLField
from pages.models import BasePage
from pages.models.base import TranslationWanted
from pages.models.translating import translation_rules


class ContactPage(BasePage):
    """Address, hours and every public contact point by department."""

    address = models.TextField(_("address"), max_length=300, blank=True, help_text=_("One line each."))
    opening_hours = models.TextField(_("opening hours"), max_length=300, blank=True, help_text=_("One line each."))
    map_url = HttpURLField(_("map address"), blank=True, help_text=_("Leads to a map elsewhere."))

    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    template = "home/contact_page.html"
    default_translation_wanted = TranslationWanted.REQUIRED
    override_translatable_fields = translation_rules(["opening_hours"], ["address", "map_url"])
    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [FieldPanel("address"), FieldPanel("opening_hours"), FieldPanel("map_url")], heading=_("Visit")
        ),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the contact points by department."""
        context = super().get_context(request, *args, **kwargs)
        context["departments"] = SimpleLazyObject(lambda: show.contact_points(context["reader"]))
        return context
