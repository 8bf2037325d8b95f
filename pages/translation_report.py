"""The screen that shows how every page stands in English (editing design, sections 6.4 and 12)."""

from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
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


def pages_of(user: Any) -> Any:
    """Return the pages whose translation is a person's work.

    That is what they find in the explorer, and, for who works on English pages alone, the German sections that these
    translate: with pages that have no English version yet.
    """
    policy = PagePermissionPolicy()
    english = policy.instances_user_has_any_permission_for(user, {"add", "change"}).exclude(
        locale__language_code=settings.LANGUAGE_CODE
    )
    # nosemgrep: page-query paths of what the person may edit
    german = Page.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, translation_key__in=english.values("translation_key")
    )
    below, top = Q(), ""
    for path in german.order_by("path").values_list("path", flat=True):
        if not top or not path.startswith(top):
            below, top = below | Q(path__startswith=path), path
    mine = policy.explorable_instances(user)
    # nosemgrep: page-query what the person finds in the explorer
    return Page.objects.filter(Q(pk__in=mine.values("pk")) | below) if below else mine


def translation_matrix(request: HttpRequest) -> HttpResponse:
    """Show the pages that the person works on, with filters by state, need and section."""
    found = rows(german_pages(pages_of(request.user)))
    form = MatrixFilter(request.GET or None, found)
    shown = Paginator(form.apply(found), PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "form": form,
        "page": shown,
        "total": len(found),
        "query": query.urlencode(),
        "here": request.GET.urlencode(),
        "states": State,
    }
    return render(request, "pages/translation_matrix.html", context)
