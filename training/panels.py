"""What the editor of a course's page sees of its dates: read-only, they are no content of the page (section 11)."""

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel

MOST = 10


class DatesPanel(Panel):
    """The coming dates of the course that the page leads to."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one page for one person."""

        template_name = "training/office/dates_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the dates, and whether the person plans them."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            course, user = self.instance.course, self.request.user
            context["course"], context["dates"] = course, []
            if course:
                rows = course.dates.filter(state__in=["draft", "published"], ends_at__gt=timezone.now())
                context["dates"] = list(rows.select_related("seats").order_by("starts_at", "pk")[:MOST])
            context["plans"] = user.has_perm("training.change_course") and not user.is_superuser
            return context
