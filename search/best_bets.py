"""The editors' screens of best bets; rows of Wagtail's own app, forms that need no inline script."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search.analysis.queries import understand
from search.bets import SECURE

MAX_QUESTION = 100


class BestBetForm(WagtailAdminModelForm):
    """A question and what stands on top of its hits: a page of the portal or a secure address."""

    asked = forms.CharField(
        label=_("Question"),
        max_length=MAX_QUESTION,
        help_text=_("Shown when all these words are asked for, in any form and among other words."),
    )

    external_link_url = forms.URLField(
        label=_("Or an address elsewhere"), required=False, assume_scheme="https", help_text=_("Begins with https://")
    )

    class Meta:
        model = SearchPromotion
        fields = ("page", "external_link_url", "external_link_text", "description")
        widgets = {"page": AdminPageChooser(), "description": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "page": _("Page"),
            "external_link_text": _("Text of the link"),
            "description": _("Description"),
        }
        help_texts = {
            "page": _("Readers get it in their language, and only if they may see it."),
            "external_link_text": _("Only for an address elsewhere."),
            "description": _("One sentence below the title."),
        }

    field_order = ("asked", "page", "external_link_url", "external_link_text", "description")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault("asked", self.instance.query.query_string)

    def clean_asked(self) -> str:
        """Refuse a question without any word."""
        asked = str(self.cleaned_data["asked"])
        if not understand(asked, "de").concepts:
            raise ValidationError(_("Please write at least one word."))
        return asked

    def clean_external_link_url(self) -> str:
        """Refuse addresses that are not secure."""
        address = str(self.cleaned_data["external_link_url"] or "")
        if address and not address.startswith(SECURE):
            raise ValidationError(_("Please give an address that begins with https://."))
        return address

    def clean(self) -> dict[str, Any]:
        """Take either a page or an address with its text."""
        data: dict[str, Any] = super().clean()
        page, address = data.get("page"), data.get("external_link_url")
        if page and address:
            self.add_error("external_link_url", _("Please choose a page or give an address, not both."))
        elif not page and not address and "external_link_url" not in self.errors:
            self.add_error("page", _("Please choose a page or give an address."))
        elif address and not data.get("external_link_text"):
            self.add_error("external_link_text", _("Please write the text of the link."))
        return data

    def save(self, commit: bool = True) -> Any:
        """Store the pick below its question."""
        self.instance.query = Query.get(self.cleaned_data["asked"])
        return super().save(commit)


class BestBetIndexView(IndexView):
    """All picks with their questions."""

    def get_base_queryset(self) -> Any:
        """Read questions and pages with the picks."""
        return SearchPromotion.objects.select_related("query", "page").order_by("query__query_string", "pk")


class BestBetCreateView(CreateView):
    """A new pick; the report on what people do not find hands over the question."""

    def get_initial(self) -> dict[str, Any]:
        """Take the question from the address."""
        return {"asked": self.request.GET.get("q", "")[:MAX_QUESTION].replace("\0", "")}


class BestBetViewSet(ModelViewSet):
    """What stands on top of hits."""

    model = SearchPromotion
    name = "best_bets"
    url_prefix = "best-bets"
    icon = "pick"
    menu_label = _("Best bets")
    add_to_settings_menu = True
    menu_order = 900
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = BestBetIndexView
    add_view_class = BestBetCreateView
    list_display = (
        TitleColumn("query", label=_("Question"), accessor="query.query_string", url_name="best_bets:edit"),
        Column("title", label=_("Shows"), accessor="title"),
    )

    @cached_property
    def header_icon(self) -> str:
        """Icon of the screens."""
        return self.icon

    def get_form_class(self, for_update: bool = False) -> type[BestBetForm]:
        """Use one form for new and known picks."""
        return BestBetForm


best_bets = BestBetViewSet()
