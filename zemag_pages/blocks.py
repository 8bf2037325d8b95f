"""Blocks on danger and emergency, for bodies of the rooms that deal with them."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.blocks import BodyBlock

DANGER = _("Danger and emergency")
EMERGENCY_NUMBERS = (
    (_("Police emergency"), "110"),
    (_("Fire brigade and ambulance"), "112"),
    (_("Security control room"), "0221 4710-110"),
)


class HazardTableBlock(blocks.StaticBlock):
    """The levels 0 to 3 with the threshold of entry."""

    class Meta:
        icon = "warning"
        label = _("levels of danger")
        admin_text = _("Shows the levels 0 to 3 and where the ZeMAG threshold lies.")
        description = _("Levels 0 to 3 with the threshold of entry.")
        template = "pages/blocks/hazard_table.html"
        preview_value = None

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the levels; named by string because page models use the block."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["levels"] = list(apps.get_model("zemag_pages.PublishedThreshold").objects.order_by("level"))
        return context


class EmergencyBoxBlock(blocks.StaticBlock):
    """The numbers to call."""

    class Meta:
        icon = "warning"
        label = _("emergency numbers")
        admin_text = _("Shows 110, 112 and the security control room.")
        description = _("110, 112 and the security control room.")
        template = "pages/blocks/emergency_box.html"
        preview_value = None

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the numbers."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["numbers"] = emergency_numbers()
        return context


class SafetyBodyBlock(BodyBlock):
    """Body with the blocks on danger and emergency."""

    hazard_table = HazardTableBlock(group=DANGER)
    emergency_box = EmergencyBoxBlock(group=DANGER)

    class Meta:
        max_num = 60
        required = False


def emergency_numbers() -> list[Mapping[str, str]]:
    """Return the numbers to call with their names in the active language."""
    return [{"label": str(label), "number": number} for label, number in EMERGENCY_NUMBERS]
