"""Hooks that close the intranet in code and lead editors through their work."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from pages import (
    emergency,
    emergency_views,
    explorer,
    library_views,
    moves,
    po_upload,
    translation_report,
    translation_views,
)
from pages.middleware import ask_to_sign_in
from pages.models import Approval
from pages.permissions import can_view
from pages.places import AcrossSites, refuse_across_sites
from pages.reader import INTRANET
from pages.review import views as review_views
from pages.rich_text import PageLinkHandler
from pages.viewsets import PlacesGroup, SharedWordsGroup

register_snippet(SharedWordsGroup)
explorer.keep_rows_free_of_questions()


class SecondLookPanel(Component):
    """What went live in an emergency."""

    order = 50
    template_name = "pages/second_look_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Add how many texts wait."""
        return {"count": Approval.objects.to_be_read().count()}


class PagesMenuItem(MenuItem):
    """Shown to those who work on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person finds any page in the explorer."""
        return bool(PagePermissionPolicy().explorable_root_instance(request.user))


@hooks.register("before_serve_page", order=-100)
def ask_strangers_to_sign_in(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Refuse a page that the reader may not see, for every verb, before Wagtail answers OPTIONS itself."""
    if can_view(request.user, page):
        return None
    if getattr(request, "site_kind", "") == INTRANET and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    raise Http404


@hooks.register("register_admin_viewset")
def offer_departments_and_places() -> PlacesGroup:
    """Add the screens of departments and places to the menu."""
    return PlacesGroup()


@hooks.register("before_delete_snippet")
def keep_public_questions(request: HttpRequest, snippets: Iterable[Any]) -> None:
    """Refuse to delete what the person's rights do not reach; Wagtail's own screen asks for the model only."""
    for snippet in snippets:
        policy = policy_registry.get_by_type(type(snippet))
        if policy is not None and not policy.user_has_permission_for_instance(request.user, "delete", snippet):
            raise PermissionDenied


@hooks.register("before_move_page")
def keep_pages_on_their_site(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse a move to the other site with a message instead of an error page."""
    try:
        refuse_across_sites(page, destination)
        moves.check(page, destination, request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("wagtailadmin_pages:move", args=[page.pk]))
    return None


@hooks.register("before_bulk_action")
def refuse_moves_of_many(request: HttpRequest, action: str, objects: list[Page], view: Any) -> HttpResponse | None:
    """Refuse to move several pages when one of them cannot go, before any is moved."""
    form = getattr(view, "cleaned_form", None)
    if action != "move" or form is None:
        return None
    destination = form.cleaned_data["chooser"]
    try:
        for page in objects:
            refuse_across_sites(page, destination)
            moves.check(page, destination, request.user)
    except ValidationError as refusal:
        messages.error(request, f"{page.title}: {' '.join(refusal.messages)}")
        return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    return None


@hooks.register("before_copy_page")
def refuse_copies_as_alias(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse aliases (German text under an English address) and copies to the other site."""
    if request.method != "POST":
        return None
    # nosemgrep: page-query only compared, never shown
    target = Page.objects.filter(pk=request.POST.get("new_parent_page") or 0).first()
    try:
        if target is not None:
            refuse_across_sites(page, target)
    except AcrossSites as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:copy", args=[page.pk]))
    if request.POST.get("alias"):
        raise Http404
    return None


@hooks.register("register_admin_urls", order=-100)
def put_own_screens_first() -> list[URLPattern]:
    """Stand before the screens of wagtail-localize that publish without a right or make aliases."""
    return [
        path(
            "localize/update/<int:translation_source_id>/",
            translation_views.SyncTranslations.as_view(),
            name="sync_translation",
        ),
        path(
            "localize/submit/page/<int:page_id>/", translation_views.TranslatePage.as_view(), name="start_translation"
        ),
        path("localize/translate/<int:translation_id>/pofile/upload/", po_upload.upload, name="upload_strings"),
        path("localize/page/<int:page_id>/convert_to_alias/", translation_views.refuse, name="alias_translation"),
        path("images/", library_views.PictureLibrary.as_view(), name="picture_library"),
        path("images/results/", library_views.PictureLibrary.as_view(results_only=True), name="picture_results"),
        path("documents/", library_views.DocumentLibrary.as_view(), name="document_library"),
        path("documents/results/", library_views.DocumentLibrary.as_view(results_only=True), name="document_results"),
        path("approvals/", review_views.approvals, name="approvals"),
        path("approvals/<int:state_id>/", review_views.review, name="approval"),
        path("emergency/", emergency_views.second_looks, name="second_looks"),
        path("emergency/page/<int:page_id>/", emergency_views.publish_alone, name="publish_alone"),
        path("emergency/<int:approval_id>/confirm/", emergency_views.confirm, name="confirm_second_look"),
        path("translations/", translation_report.translation_matrix, name="translation_matrix"),
        path("translations/<int:page_id>/decide/", translation_views.decide, name="decide_translation"),
        path("translations/<int:page_id>/submit/", translation_views.submit_translation, name="submit_translation"),
    ]


@hooks.register("insert_global_admin_css")
def add_own_styles() -> SafeString:
    """Add the style sheet of the own screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))


@hooks.register("insert_global_admin_js")
def add_own_script() -> SafeString:
    """Add the script of the editors' screens."""
    return format_html('<script type="module" src="{}"></script>', static("admin.js"))


@hooks.register("register_admin_menu_item")
def offer_the_approvals() -> MenuItem:
    """Put the list of approvals beside the page explorer."""
    return PagesMenuItem(_("Approvals"), reverse_lazy("approvals"), icon_name="check", order=105)


@hooks.register("register_page_header_buttons")
def lead_to_the_review(page: Page, user: Any, view_name: str, **kwargs: Any) -> Iterator[Button]:
    """Lead from a page in review to the screen on which it is read and decided."""
    state = page.current_workflow_task_state if view_name == "edit" else None
    if state is not None:
        yield Button(_("Read and decide"), reverse("approval", args=[state.pk]), icon_name="check", priority=5)


@hooks.register("register_admin_menu_item")
def offer_the_matrix_of_translations() -> MenuItem:
    """Put the matrix of translations beside the page explorer."""
    return PagesMenuItem(_("Translations"), reverse_lazy("translation_matrix"), icon_name="globe", order=110)


@hooks.register("register_page_header_buttons")
def offer_to_publish_alone(page: Page, user: Any, view_name: str, **kwargs: Any) -> Iterator[Button]:
    """Offer emergency publishing to the few who may, where the page is edited."""
    if view_name == "edit" and emergency.may_publish_alone(user):
        address = reverse("publish_alone", args=[page.pk])
        yield Button(_("Publish alone in an emergency"), address, icon_name="warning", priority=100)


@hooks.register("construct_homepage_panels")
def show_what_waits_for_a_second_look(request: HttpRequest, panels: list[Any]) -> None:
    """Show readers on the start page of the admin that something went live unread."""
    if Approval.objects.to_be_read().exists() and emergency.readers().filter(pk=request.user.pk).exists():
        panels.insert(0, SecondLookPanel())


@hooks.register("construct_snippet_action_menu")
def offer_nobody_to_publish_a_snippet(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take "Publish" out of the editor of snippets: they go live by review, like pages."""
    menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("register_rich_text_features", order=100)
def link_pages_in_the_readers_language(features: Any) -> None:
    """Replace core's handler of page links by one that knows the reader."""
    features.register_link_type(PageLinkHandler)
