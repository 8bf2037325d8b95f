"""What the preview of a block shows where the block points at something that stands in the database."""

from typing import Any

from django.apps import apps
from wagtail.models import Page

from pages.permissions import visible_to


class SampleBlock:
    """A block whose preview shows something real that everybody may see; without it the preview says so."""

    def sample(self) -> Any:
        """Return a value for the preview, or None when there is nothing to show yet."""
        raise NotImplementedError

    def get_preview_value(self) -> Any:
        """Return the sample as a value of this block."""
        block: Any = self
        found = self.sample()
        return block.get_default() if found is None else block.normalize(found)

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Tell the template when there is nothing to show."""
        return {**(parent_context or {}), "has_sample": self.sample() is not None}


def public_image() -> Any:
    """Return a picture that everybody may see, or None."""
    return apps.get_model("pages.Image").objects.filter(is_public=True).order_by("pk").first()


def public_document() -> Any:
    """Return a document that everybody may load, or None."""
    return apps.get_model("pages.Document").objects.filter(is_public=True).order_by("pk").first()


def public_contact() -> Any:
    """Return a contact point that everybody may see, or None."""
    contacts = apps.get_model("pages.ContactPoint").objects.filter(is_public=True).order_by("pk")
    return next((contact for contact in contacts if contact.is_current), None)


def filled_category() -> Any:
    """Return a category with public questions, or None."""
    categories = apps.get_model("pages.FAQCategory").objects
    return categories.filter(entries__live=True, entries__site__in=["public", "both"]).order_by("pk").distinct().first()


def public_page() -> Any:
    """Return a live page below the home page that everybody may see, or None."""
    return visible_to(None, Page.objects.filter(depth__gte=3)).order_by("path").first()
