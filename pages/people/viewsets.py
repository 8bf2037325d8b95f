"""Wagtail's screens of users and groups, narrowed to what user managers may do (security design, section 5)."""

from typing import Any

from django.urls import path
from wagtail.users.views import groups
from wagtail.users.views.users import UserViewSet

from pages.people.access import AccessView, AddressView
from pages.people.forms import AccountForm, NewAccountForm
from pages.people.supervision import SupervisionView, WaitingView
from pages.people.views import AccountDelete, AccountEdit, AccountIndex, NewAccount, asks_first


class AccountViewSet(UserViewSet):
    """Accounts: no superuser flag, no password, no bulk actions."""

    copy_view_enabled = False
    index_view_class = AccountIndex
    add_view_class = NewAccount
    edit_view_class = AccountEdit
    delete_view_class = AccountDelete
    copy_view_enabled = False
    ordering = "name"
    template_prefix = ""

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form."""
        return AccountForm if for_update else NewAccountForm

    def get_urlpatterns(self) -> list[Any]:
        """Add access and codes, the change of address, and who answers for whom."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/access/", AccessView.as_view(), name="access"),
            path("<int:pk>/address/", AddressView.as_view(), name="address"),
            path("<int:pk>/supervision/", SupervisionView.as_view(), name="supervision"),
            path("supervision/", WaitingView.as_view(), name="waiting"),
        ]


@asks_first
class NewRole(groups.CreateView):
    """Make a role."""


@asks_first
class RoleEdit(groups.EditView):
    """Change what a role may do."""


@asks_first
class RoleDelete(groups.DeleteView):
    """Delete a role."""


class RoleViewSet(groups.GroupViewSet):
    """Roles: for superusers only, by the policy registered for them."""

    copy_view_enabled = False
    add_view_class = NewRole
    edit_view_class = RoleEdit
    delete_view_class = RoleDelete
