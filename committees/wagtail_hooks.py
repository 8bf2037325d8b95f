"""Hooks that give editors of organisations, partners and projects their screens."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from committees.viewsets import VIEWSETS, OrganisationViewSet

register_snippet(OrganisationViewSet)


@hooks.register("register_admin_viewset")
def offer_partners_in_the_explorer() -> list[ViewSet]:
    """Show kinds, states and dates in the explorer."""
    return [viewset() for viewset in VIEWSETS]
