"""Access to one account: lock, unlock, sign out, codes on paper, mailed links, another address."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.activation import VALID_FOR, issue
from accounts.changes import change_address
from accounts.limits import address_of
from accounts.mfa.required import is_enrolled
from accounts.mfa.services import can_reset_factor, remove
from accounts.models import Purpose, User
from accounts.permissions import can_change_account, can_issue_code, can_lock_account, staff
from accounts.services import AddressTaken, TooManyMails, end_sessions, forgive, invite, lock, unlock
from pages.people.forms import AddressForm
from pages.people.letter import letter
from pages.people.views import asks_first, name_of, state_of


class OfAccount(WagtailAdminTemplateMixin):
    """A screen about one account, for those who may change it."""

    header_icon = "user"
    account: User

    def dispatch(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the account; refuse everybody who may not change it."""
        self.account = get_object_or_404(User, pk=pk)
        if not can_change_account(staff(request), self.account):
            raise PermissionDenied
        return super().dispatch(request, *args, pk=pk, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to this screen."""
        way = [
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": reverse("wagtailusers_users:edit", args=[self.account.pk]), "label": name_of(self.account)},
        ]
        return [*super().get_breadcrumbs_items(), *way, {"url": "", "label": self.page_title}]

    def to_access(self) -> HttpResponse:
        """Lead back to the state of the account."""
        return redirect(reverse("wagtailusers_users:access", args=[self.account.pk]))


@asks_first
class AccessView(OfAccount, TemplateView):
    """Shows the state of an account; each POST names one thing to do."""

    page_title = gettext_lazy("Access and codes")
    template_name = "people/access.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the state, the open codes and what the reader may do."""
        actor, account = staff(self.request), self.account
        since = timezone.now() - VALID_FOR
        return super().get_context_data(
            account=account,
            name=name_of(account),
            state=state_of(account),
            has_factor=is_enrolled(account),
            may_reset=can_reset_factor(actor, account),
            may_lock=can_lock_account(actor, account),
            codes=[
                {"code": code, "until": code.issued_at + VALID_FOR, "label": Purpose(code.purpose).label}
                for code in account.activation_codes.filter(used_at=None, issued_at__gt=since)
            ],
            purposes=[purpose for purpose in Purpose if can_issue_code(actor, account, purpose)],
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Do what the button says; the services check the right and log it."""
        wanted = request.POST.get("action", "")
        if wanted in Purpose.values:
            code = issue(self.account, wanted, staff(request))
            return letter(request, self.account, wanted, code)
        actions: dict[str, Callable[[], str]] = {
            "lock": self._lock,
            "unlock": self._unlock,
            "forgive": self._forgive,
            "sign-out": self._sign_out,
            "mail": self._mail,
            "remove-factor": self._remove_factor,
        }
        if wanted in actions:
            messages.success(request, actions[wanted]())
        return self.to_access()

    def _lock(self) -> str:
        lock(actor=staff(self.request), user=self.account, now=timezone.now())
        return _("The account is locked. Open sessions have ended.")

    def _unlock(self) -> str:
        unlock(actor=staff(self.request), user=self.account)
        return _("The account is open again.")

    def _forgive(self) -> str:
        forgive(actor=staff(self.request), user=self.account)
        return _("The person can try to sign in again at once.")

    def _sign_out(self) -> str:
        end_sessions(actor=staff(self.request), user=self.account)
        return _("The person is signed out everywhere.")

    def _remove_factor(self) -> str:
        remove(actor=staff(self.request), user=self.account)
        return _("The second factor is removed. A new one needs a code on paper.")

    def _mail(self) -> str:
        if not can_lock_account(staff(self.request), self.account):
            raise PermissionDenied
        try:
            invite(self.account, address_of(self.request))
        except TooManyMails:
            return _("No more mails for the moment. Please print a letter, or wait an hour.")
        return _("The link is on its way.")


@asks_first
class AddressView(OfAccount, FormView):
    """Gives an account another e-mail address."""

    page_title = gettext_lazy("Another e-mail address")
    template_name = "people/address.html"
    form_class = AddressForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the account."""
        return super().get_context_data(account=self.account, **kwargs)

    def form_valid(self, form: AddressForm) -> HttpResponse:
        """Store the address, or say beside the field that it is taken."""
        try:
            change_address(actor=staff(self.request), user=self.account, email=form.cleaned_data["email"])
        except AddressTaken:
            form.add_error("email", _("There is an account with this address."))
            return self.form_invalid(form)
        messages.success(self.request, _("The address was changed; a mail tells the old one."))
        return self.to_access()
