"""Questions and answers, by category, with a search that needs no script."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.html import strip_tags
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.blocks import SnippetChooserBlock

from home import context as show
from pages.fields import StreamField
from pages.lists import Query
from pages.models import BasePage
from pages.models.translating import translation_rules


class CategoriesBlock(blocks.StreamBlock):
    """Categories in the order in which they are shown, at most twelve."""

    category = SnippetChooserBlock("pages.FAQCategory", label=_("category"))

    class Meta:
        required = False
        max_num = 12


class FAQPage(BasePage):
    """Questions and answers of a site."""

    categories = StreamField(
        CategoriesBlock(), blank=True, verbose_name=_("categories"), help_text=_("At most twelve.")
    )

    subpage_types: ClassVar[list[str]] = []
    template = "home/faq_page.html"
    override_translatable_fields = translation_rules([], ["categories"])
    content_panels = [*BasePage.content_panels[:2], FieldPanel("categories"), *BasePage.content_panels[2:]]

    class Meta:
        verbose_name = _("questions and answers")
        verbose_name_plural = _("questions and answers")

    def category_ids(self) -> list[int]:
        """Return the ids of the categories in their order."""
        return [row["value"] for row in self.categories.raw_data if row["value"]]

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return questions and answers in schema.org terms."""
        groups = show.question_groups(self, "public", "")
        if not groups:
            return None
        return {
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": entry.question,
                    "acceptedAnswer": {"@type": "Answer", "text": strip_tags(entry.answer)},
                }
                for group in groups
                for entry in group.entries
            ],
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the questions that hold the words asked for."""
        context = super().get_context(request, *args, **kwargs)
        query = Query.read(request, ("q",))
        words = query.get("q")
        groups = SimpleLazyObject(lambda: show.question_groups(self, context["reader"].site_kind, words))
        context.update(
            q=words,
            list_key=f"faq:{words}",
            noindex=bool(words),
            note=_now("Your question was long; we looked for its first 200 signs.") if query.was_cut else "",
            groups=groups,
            result_count=SimpleLazyObject(lambda: sum(len(group.entries) for group in groups)),
        )
        return context
