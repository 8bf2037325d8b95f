"""The screens of accounts that take the place of Wagtail's: list, open, change, delete."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.users.views import users as stock

from accounts.activation import issue
from accounts.changes import InUse, change_account, delete_account
from accounts.limits import address_of
from accounts.models import Purpose, User
from accounts.permissions import can_change_account, staff
from accounts.services import AddressTaken, TooManyMails, create_account
from accounts.stepup import requires_stepup
from accounts.supervision import waiting
from pages.people.forms import MAIL
from pages.people.letter import letter
from pages.people.rights import give_groups

# Changes of accounts and roles ask once more who somebody is (security design, section 4).
asks_first = method_decorator(requires_stepup(), name="dispatch")


def name_of(user: User) -> str:
    """Return what stands in lists for an account."""
    return f"{user.last_name}, {user.first_name}".strip(", ") or user.email


def state_of(user: User) -> str:
    """Return whether an account can be used."""
    if not user.is_active:
        return _("has left")
    if user.locked_at is not None:
        return _("locked")
    return _("in use") if user.has_usable_password() or user.last_login else _("invited")


class NameColumn(TitleColumn):
    """Shows the address below the name, so that the list fits on a phone."""

    cell_template_name = "people/name_cell.html"


class AccountIndex(stock.IndexView):
    """Everybody, without bulk actions: rights are changed one account at a time."""

    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    add_item_label = gettext_lazy("New account")

    @cached_property
    def columns(self) -> list[Column]:
        """Return what is shown of each account."""
        return [
            NameColumn(
                "name",
                accessor=name_of,
                label=gettext_lazy("Name"),
                sort_key="name",
                get_url=self.get_edit_url,
                width="60%",
            ),
            Column("state", accessor=state_of, label=gettext_lazy("State")),
            DateColumn("last_login", label=gettext_lazy("Last sign-in"), sort_key="last_login"),
        ]

    def get_edit_url(self, instance: User) -> str | None:
        """Return the address of the form, for accounts that the reader may change."""
        return super().get_edit_url(instance) if can_change_account(staff(self.request), instance) else None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Add what waits for another person, while something does."""
        found: list[HeaderButton] = super().header_buttons
        if number := waiting(staff(self.request)).count():
            label = _("Changes of supervisors (%(number)s)") % {"number": number}
            found.append(HeaderButton(label, url=reverse("wagtailusers_users:waiting"), icon_name="group"))
        return found

    def get_list_more_buttons(self, instance: User) -> list[Button]:
        """Add access and codes to what can be done with an account."""
        buttons = super().get_list_more_buttons(instance)
        if can_change_account(staff(self.request), instance):
            address = reverse("wagtailusers_users:access", args=[instance.pk])
            buttons.append(Button(_("Access and codes"), url=address, icon_name="key", priority=15))
            address = reverse("wagtailusers_users:supervision", args=[instance.pk])
            buttons.append(Button(_("Supervisor and substitute"), url=address, icon_name="group", priority=16))
        return buttons


class WithActor(FormMixin):
    """Tells the form of a view who fills it in."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the actor; the stock mark of one's own account is replaced by it."""
        found: dict[str, Any] = super().get_form_kwargs()
        found.pop("editing_self", None)
        return {**found, "actor": staff(self.request)}


@asks_first
class NewAccount(WithActor, stock.CreateView):
    """Open an account and invite its owner by mail or by a letter."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Open the account; show the letter once, or go back to the list."""
        self.form = form
        try:
            user, code = self._open(form)
        except AddressTaken:
            form.add_error("email", _("There is an account with this address."))
        except TooManyMails:
            form.add_error("way", _("No more mails for the moment. Please print a letter, or wait an hour."))
        else:
            if code:
                return letter(self.request, user, Purpose.INVITE, code)
            messages.success(self.request, _("The account of %(name)s is open.") % {"name": user.get_full_name()})
            return redirect(reverse("wagtailusers_users:access", args=[user.pk]))
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def _open(self, form: Any) -> tuple[User, str]:
        """Open the account with its roles; return it, and the code of a new letter or an empty text."""
        data, actor = form.cleaned_data, staff(self.request)
        names = ("email", "first_name", "last_name", "department", "language", "request_key")
        by_mail = data["way"] == MAIL
        with transaction.atomic():
            values = {name: data[name] for name in names}
            user = create_account(actor=actor, address=address_of(self.request), by_mail=by_mail, **values)
            give_groups(actor=actor, user=user, groups=data.get("groups", Group.objects.none()))
            # A form that was sent twice: the letter was shown in the first answer.
            is_shown = by_mail or user.activation_codes.exists()
            return user, "" if is_shown else issue(user, Purpose.INVITE, actor)


@asks_first
class AccountEdit(WithActor, stock.EditView):
    """Change an account; superusers are changed by superusers only."""

    success_message = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse accounts that the reader may not change, whatever the verb."""
        super().setup(request, *args, **kwargs)
        if not can_change_account(staff(request), self.object):
            raise PermissionDenied

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to access and codes, and to who answers for the account."""
        address = reverse("wagtailusers_users:access", args=[self.object.pk])
        line = reverse("wagtailusers_users:supervision", args=[self.object.pk])
        return [
            HeaderButton(_("Access and codes"), url=address, icon_name="key"),
            HeaderButton(_("Supervisor and substitute"), url=line, icon_name="group"),
        ]

    def get_page_subtitle(self) -> str:
        """Return whose account it is."""
        return name_of(self.object)

    def save_instance(self) -> User:
        """Store what was changed, by the services that check and log it."""
        actor, form = staff(self.request), self.form
        with transaction.atomic():
            change_account(actor=actor, user=self.object, fields=form.changed_columns())
            if "groups" in form.changed_data:
                give_groups(actor=actor, user=self.object, groups=form.cleaned_data["groups"])
        messages.success(self.request, _("The account was changed."))
        return self.object


@asks_first
class AccountDelete(stock.DeleteView):
    """Delete an account that nothing refers to; others are locked."""

    template_name = "wagtailadmin/generic/confirm_delete.html"
    confirmation_message = gettext_lazy("Accounts that something refers to are locked and stay. Delete this one?")

    def get_page_subtitle(self) -> str:
        """Return whose account it is."""
        return name_of(self.object)

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete it, or say why not."""
        try:
            delete_account(actor=staff(self.request), user=self.object)
        except InUse:
            messages.error(self.request, _("Something refers to this account. Please lock it instead."))
            return redirect(reverse("wagtailusers_users:access", args=[self.object.pk]))
        messages.success(self.request, _("The account was deleted."))
        return redirect(self.get_success_url())
