"""Groups of rows that the editor of every page type shows."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel

RELATED_PAGES = InlinePanel(
    "related_pages",
    max_num=12,
    heading=_("Related pages"),
    label=_("page"),
    help_text=_("Shown at the end of the page in this order; at most 12 pages of the same site."),
)
TOPICS = InlinePanel(
    "page_topics",
    max_num=5,
    heading=_("Topics"),
    label=_("topic"),
    help_text=_("At most 5. Lists and the search are narrowed by them."),
)
