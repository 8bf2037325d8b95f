"""Lead a person whose text the gate has stopped back to the editor, where everything typed is kept as a draft."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from pages.gate.rule import Blocked

SHOW = "findings"


class GateMiddleware:
    """Answer Blocked with the way back; the editor then shows each finding beside its field."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Change nothing of what goes well."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Lead back to the editor with a message; dialogs of the admin get the address as JSON."""
        if not isinstance(exception, Blocked):
            return None
        messages.error(request, _words(exception))
        address = _address(request, exception.obj)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": address})
        return HttpResponseRedirect(address)


def _address(request: HttpRequest, obj: Any) -> str:
    """Return where a text is edited."""
    if isinstance(obj, Page):
        return f"{reverse('wagtailadmin_pages:edit', args=[obj.pk])}?{SHOW}=1#{SHOW}"
    return AdminURLFinder(request.user).get_edit_url(obj) or reverse("wagtailadmin_home")


def _words(blocked: Blocked) -> str:
    """Return what happened; what is no page has no list of findings in its editor, so they are named."""
    if blocked.wants_reason:
        return _("There are findings. Say in 20 to 500 signs why the text may go live all the same.")
    number = len(blocked.findings)
    words = ngettext(
        "Everything typed is kept, but the text goes no further: %(count)d thing must be mended first.",
        "Everything typed is kept, but the text goes no further: %(count)d things must be mended first.",
        number,
    ) % {"count": number}
    if isinstance(blocked.obj, Page):
        return words
    return " ".join([words, *(finding.message for finding in blocked.findings)])


def is_led_back(request: Any) -> bool:
    """Return whether a person comes to the editor because the gate has stopped the text."""
    return request.method == "GET" and bool(request.GET.get(SHOW))
