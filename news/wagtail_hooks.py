"""Hooks that give editors of news their screens."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from news.viewsets import VIEWSETS


@hooks.register("register_admin_viewset")
def offer_news_in_the_explorer() -> list[ViewSet]:
    """Show dates, kinds and states in the explorer."""
    return [viewset() for viewset in VIEWSETS]
