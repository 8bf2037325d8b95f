"""Forms of accounts: without superuser flag, password, supervisor and substitute, which change in other ways."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.once import RequestKeyField
from accounts.roles import ROLES
from pages.people.rights import givable_groups

MAIL, PAPER = "mail", "paper"


class RolesField(forms.ModelMultipleChoiceField):
    """Roles by their names in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return the name of a role; groups that are no role keep their own."""
        return str(ROLES.get(obj.name, obj.name))


class AccountForm(forms.ModelForm):
    """Change an account; what decides about somebody's own rights is left out of their own form."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "department", "language", "is_active")
        # The labels say it all.
        help_texts = {"first_name": "", "last_name": ""}

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = self.fields["last_name"].required = True
        # Names of departments are longer than a phone is wide.
        self.fields["department"].widget.attrs["class"] = "w-w-full"
        groups = givable_groups(actor)
        self.fields["groups"] = RolesField(
            groups,
            required=False,
            initial=self.instance.groups.all() if self.instance.pk else None,
            label=_("Roles"),
            help_text=_("You can give the roles whose rights you have yourself."),
        )
        if actor.pk == self.instance.pk:
            del self.fields["is_active"], self.fields["department"]
            if not actor.is_superuser:
                del self.fields["groups"]
        elif not groups.exists():
            del self.fields["groups"]

    def changed_columns(self) -> list[str]:
        """Return the changed fields of the account itself."""
        return [name for name in self.changed_data if name != "groups"]


class NewAccountForm(AccountForm):
    """Open an account: its owner chooses the password, by a mailed link or by a code on paper."""

    way = forms.ChoiceField(
        choices=[(MAIL, _("Mail a link")), (PAPER, _("Print a letter with a code"))],
        initial=MAIL,
        widget=forms.RadioSelect,
        label=_("Invitation"),
        help_text=_("Both work for 24 hours."),
    )
    request_key = RequestKeyField()

    class Meta(AccountForm.Meta):
        fields = ("email", "first_name", "last_name", "department", "language")

    def clean_email(self) -> str:
        """Return the address as it is stored."""
        return str(self.cleaned_data["email"]).strip().lower()

    def validate_unique(self) -> None:
        """Leave the question to the service: the same form sent twice has opened the account already."""


class AddressForm(forms.Form):
    """Another e-mail address for an account."""

    email = forms.EmailField(
        max_length=254,
        label=_("New e-mail address"),
        help_text=_("The person signs in with it from now on. A mail tells the old address."),
    )
