"""What the screens of the office have in common: who may open them, and how a service's refusal is answered."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.permissions import staff
from training.permissions import can_plan
from training.services.errors import Busy, NotReady, Refused
from training.services.ledger import persistent

OK, CONFLICT, UNAVAILABLE = 200, 409, 503


class OfficeScreen(WagtailAdminTemplateMixin):
    """A screen for the training office alone; a superuser has no way past the role."""

    header_icon = "calendar"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else, whatever the verb; nothing of these screens is kept by browsers."""
        if not self.may_open():
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        return answer

    def may_open(self) -> bool:
        """Return whether the person works in the training office."""
        return can_plan(self.actor)

    @property
    def actor(self) -> User:
        """Return who does it."""
        return staff(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to this screen."""
        return [*super().get_breadcrumbs_items(), *self.way(), {"url": "", "label": self.get_page_title()}]

    def way(self) -> list[dict[str, Any]]:
        """Return the screens above this one."""
        return [{"url": reverse("office_dates"), "label": _("Dates of courses")}]


def attempt(form: Any, call: Callable[[], object]) -> int:
    """Call a service; write what it refuses to the form, beside the field where it names one; return the status."""
    try:
        persistent(call)
    except ValidationError as wrong:
        errors = wrong.message_dict if hasattr(wrong, "error_dict") else {None: wrong.messages}
        for name, texts in errors.items():
            for text in texts:
                form.add_error(name if name in form.fields else None, text)
        return OK
    except NotReady as refusal:
        for text in refusal.gaps:
            form.add_error(None, text)
        return CONFLICT
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return CONFLICT
    except Busy:
        form.add_error(None, _("The portal is busy. Nothing was changed; please try again."))
        return UNAVAILABLE
    return 0
