"""The form of the page editor: audience by roles, and shared fields that only the German page changes."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail_localize.fields import SynchronizedField

from pages.gate import beside


def group_choices() -> list[tuple[str, str]]:
    """Return the roles that an audience can name."""
    return [(name, name) for name in Group.objects.order_by("name").values_list("name", flat=True)]


class BasePageForm(WagtailAdminPageForm):
    """Form of every page type."""

    audience = forms.MultipleChoiceField(
        choices=group_choices,
        required=False,
        label=_("audience"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Intranet only: the roles that may read the page; nothing chosen means all staff."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and not self.instance.path:
            # A page that has no place yet is checked at the place where it is going to stand.
            self.instance._cached_parent_obj = self.parent_page
        found = self.instance.__dict__.pop("_shown_findings", None)
        if found and not self.is_bound:
            beside.show(self, self.instance, found)

    def _post_clean(self) -> None:
        """Tell the page whether it is only kept as a draft, so that rules of publishing wait."""
        self.instance.is_kept_as_draft = self.is_deferred_validation
        try:
            super()._post_clean()
        finally:
            self.instance.is_kept_as_draft = False

    def clean(self) -> dict[str, Any]:
        """Refuse changes of shared fields on a translation, with a link to the German page."""
        cleaned: dict[str, Any] = super().clean() or {}
        german = self._german_page()
        if german is None:
            return cleaned
        message = format_html(
            _('This is shared by both languages. Please change it on the <a href="%(url)s">German page</a>.').replace(
                "%(url)s", "{}"
            ),
            reverse("wagtailadmin_pages:edit", args=[german.pk]),
        )
        for name in self._shared_fields():
            if name in self.fields and name in self.changed_data:
                self.add_error(name, message)
        return cleaned

    def _german_page(self) -> Any:
        """Return the German page of a translation, or None for German pages and pages of their own."""
        page = self.instance
        if not page.pk or page.locale.language_code == settings.LANGUAGE_CODE:
            return None
        # nosemgrep: tree-query shown to who edits the translation
        return page.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).first()

    def _shared_fields(self) -> list[str]:
        """Return the names of the fields that both languages share."""
        rules = self.instance.override_translatable_fields
        return [rule.field_name for rule in rules if isinstance(rule, SynchronizedField)]
