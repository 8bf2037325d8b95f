"""The screen that shows how every page stands in English (editing design, sections 6.4 and 12)."""

from collections import Counter
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.pages import PagePermissionPolicy

from pages.models.base import TranslationWanted
from pages.translation_matrix import Row, State, german_pages, rows

PER_PAGE = 50
SECTION_DEPTH = 3


class MatrixFilter(forms.Form):
    """What of the matrix is shown."""

    state = forms.ChoiceField(label=_("State"), required=False)
    wanted = forms.ChoiceField(label=_("Wanted in English"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)

    def __init__(self, data: Any, found: list[Row]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        counts = Counter(row.state for row in found)
        every = ("", _("All"))
        fields["state"].choices = [
            every,
            *((state.value, f"{state.label} ({counts[state]})") for state in State if counts[state]),
        ]
        fields["wanted"].choices = [every, *TranslationWanted.choices]
        sections = [row.german for row in found if row.german.depth <= SECTION_DEPTH]
        fields["section"].choices = [every, *((str(page.pk), page.title) for page in sections)]

    def apply(self, found: list[Row]) -> list[Row]:
        """Return the rows that were asked for; a wrong value filters nothing and is named at the field."""
        chosen = self.cleaned_data if self.is_valid() else {}
        if section := chosen.get("section"):
            top = next(row.german.path for row in found if str(row.german.pk) == section)
            found = [row for row in found if row.german.path.startswith(top)]
        if state := chosen.get("state"):
            found = [row for row in found if row.state == state]
        if wanted := chosen.get("wanted"):
            found = [row for row in found if row.german.wants_translation == wanted]
        return found


def translation_matrix(request: HttpRequest) -> HttpResponse:
    """Show the pages that the person may find in the explorer, with filters by state, need and section."""
    mine = PagePermissionPolicy().explorable_instances(request.user)
    found = rows(german_pages(mine))
    form = MatrixFilter(request.GET or None, found)
    shown = Paginator(form.apply(found), PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {"form": form, "page": shown, "total": len(found), "query": query.urlencode(), "states": State}
    return render(request, "pages/translation_matrix.html", context)
