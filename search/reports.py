"""The editors' report on questions that found nothing on three days or more (search design, section 9)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from search.models import ZeroHit

PER_PAGE = 50
SEE, END = "search.view_zerohit", "search.delete_zerohit"
SITES = {"public": _("Public site"), "intranet": _("Intranet")}


class NotFoundView(WagtailAdminTemplateMixin, TemplateView):
    """Lists what people asked and did not find; a POST with the number of a row says that it is done."""

    page_title = _("Questions without answer")
    header_icon = "search"
    template_name = "search/not_found.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody who does not look after the texts."""
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to this screen."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the questions whose text is known, the most frequent first."""
        found = ZeroHit.objects.exclude(text="").select_related("locale").order_by("-days", "-last_day", "pk")
        shown = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [
            {
                "pk": row.pk,
                "text": row.text,
                "site": SITES.get(row.site, row.site),
                "language": row.locale.get_display_name(),
                "code": row.locale.language_code,
                "days": row.days,
                "last_day": row.last_day,
            }
            for row in shown
        ]
        context: dict[str, Any] = super().get_context_data(
            rows=rows,
            page=shown,
            can_end=self.request.user.has_perm(END),
            can_pick=self.request.user.has_perm("wagtailsearchpromotions.add_searchpromotion"),
            **kwargs,
        )
        return context

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one question off the list; pressed twice, the second finds it gone and says so."""
        if not request.user.has_perm(END):
            raise PermissionDenied
        gone, _rows = ZeroHit.objects.filter(pk=pk).exclude(text="").delete()
        if gone:
            messages.success(request, _("Done. The question comes back if people go on asking it in vain."))
        else:
            messages.warning(request, _("This question is no longer on the list."))
        return redirect(reverse("not_found"))
