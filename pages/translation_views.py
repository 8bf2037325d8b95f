"""Screens of translations in place of those of wagtail-localize that publish or copy German text into English."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Locale, Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView, SubmitTranslationForm
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from accounts.once import RequestKeyField
from pages import translations
from pages.gate.rule import Blocked
from pages.models import DecisionKind
from pages.publishing import NotApproved
from pages.translation_report import MatrixFilter, pages_of


class SyncForm(UpdateTranslationsForm):
    """Asks nothing: the box "publish immediately" would publish without any right (known fault 2)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["publish_translations"]

    def clean(self) -> dict[str, Any]:
        """Answer no for whatever was posted."""
        super().clean()
        return {**self.cleaned_data, "publish_translations": False}


class SyncTranslations(UpdateTranslationsView):
    """Takes new German strings over; nothing is published."""

    def get_form(self) -> SyncForm:
        """Return the form without the box."""
        return SyncForm(self.request.POST) if self.request.method == "POST" else SyncForm()


class TranslatePageForm(SubmitTranslationForm):
    """Refuses a page whose parent is German only: core would put German text at English addresses (fault 9)."""

    def __init__(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(instance, *args, **kwargs)
        self.instance = instance

    def clean_locales(self) -> Any:
        """Refuse languages in which the page above does not exist."""
        locales = self.cleaned_data["locales"]
        parent = self.instance.get_parent()
        for locale in locales:
            if not parent.is_root() and not parent.has_translation(locale):
                raise ValidationError(
                    _("Please translate the page above first: “%(title)s”.") % {"title": parent.specific.title}
                )
        return locales


class DecisionForm(forms.Form):
    """What a button of the matrix sends."""

    kind = forms.ChoiceField(choices=DecisionKind.choices)
    request_key = RequestKeyField()


class TranslatePage(SubmitPageTranslationView):
    """Makes the draft of a translation."""

    def get_form(self) -> TranslatePageForm:
        """Return the form with the own rule; the language asked for is chosen."""
        stock = super().get_form()
        data = self.request.POST if self.request.method == "POST" else None
        return TranslatePageForm(self.object, data, initial=stock.initial)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Make the draft; a repeat of the same form leads to the draft that the first one has made."""
        form = self.get_form()
        asked = Locale.objects.filter(pk__in=[pk for pk in request.POST.getlist("locales") if pk.isdecimal()])
        if not form.is_valid() and len(asked) == 1 and self.object.has_translation(asked[0]):
            return redirect(self.get_default_success_url(self.object.get_translation(asked[0])))
        answer: HttpResponse = super().post(request, **kwargs)
        return answer


def _submit(translation: Any, user: Any) -> str:
    """Bring a translation to review; return why it was refused, or nothing."""
    try:
        translations.submit(translation, user)
    except translations.Incomplete:
        return _("Some texts are not translated yet.")
    except Blocked as blocked:
        return " ".join(finding.message for finding in blocked.findings)
    except NotApproved:
        return _("This page is in review already.")
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def _was_submitted(page: Any, user: Any, seen: str) -> bool:
    """Return whether this very form has begun the review that is under way: its version follows the one seen then."""
    state = page.current_workflow_state
    if not seen.isdecimal() or not page.workflow_in_progress or state.requested_by_id != user.pk:
        return False
    following = page.revisions.filter(pk__gt=int(seen)).order_by("pk").first()
    return following is not None and following.pk == state.current_task_state.revision_id


@require_http_methods(["GET", "POST"])
def submit_translation(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what a translation lacks; on POST bring it to review."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    translation = translations.translation_of(page)
    if translation is None:
        raise PermissionDenied
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        refusal = "" if _was_submitted(page, request.user, seen) else _submit(translation, request.user)
        if not refusal:
            messages.success(request, _("“%(title)s” was submitted for review.") % {"title": page.title})
            return redirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
        messages.error(request, refusal)
    missing = translations.missing_strings(translation)
    context = {"page": page, "missing": missing, "in_review": page.workflow_in_progress}
    return render(request, "pages/submit_translation.html", context)


@require_POST
def decide(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keep a decision of the matrix: confirmed, not wanted, wanted after all; then show the same part of it again."""
    page = get_object_or_404(pages_of(request.user), pk=page_id).specific
    form = DecisionForm(request.POST)
    if not request.user.has_perm("wagtail_localize.submit_translation") or not form.is_valid():
        raise PermissionDenied
    try:
        translations.decide(page, user=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Kept for “%(title)s”.") % {"title": page.title})
    # Only what the matrix itself understands goes into the address again.
    asked = QueryDict(request.POST.get("query", ""))
    kept = urlencode({name: value for name, value in asked.items() if name in (*MatrixFilter.base_fields, "p")})
    return redirect(f"{reverse('translation_matrix')}?{kept}" if kept else reverse("translation_matrix"))


def refuse(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Refuse what has no place here, for example making an alias of a translated page (known fault 5)."""
    raise PermissionDenied
