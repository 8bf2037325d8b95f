"""Rows that point at snippets and pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class ContactRowBlock(blocks.StructBlock):
    """A contact point in a role."""

    contact = SnippetChooserBlock("pages.ContactPoint", label=_("contact point"))
    role = blocks.CharBlock(required=False, max_length=80, label=_("role"), help_text=_("What people ask it for."))

    class Meta:
        icon = "user"
        label = _("contact")
        description = _("A function that can be asked.")


class ContactRowsBlock(blocks.StreamBlock):
    """At most four contact points."""

    contact = ContactRowBlock()

    class Meta:
        max_num = 4
        required = False


def contact_ids(value: Any) -> list[int]:
    """Return the ids of the contact points of a rows value without loading them."""
    return [row["value"]["contact"] for row in value.raw_data if row["value"].get("contact")]
