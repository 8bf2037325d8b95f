"""Requests of departments to the office; texts until the forms exist."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from pages.models import IntranetPage
from pages.models.translating import translation_rules


class RequestIndexPage(IntranetPage):
    """How to ask for advice, an inspection or a comment."""

    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    template = "home/request_index_page.html"
    override_translatable_fields = translation_rules([], [])

    class Meta:
        verbose_name = _("requests")
        verbose_name_plural = _("requests")
