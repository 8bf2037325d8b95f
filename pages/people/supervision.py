"""Who is supervisor, substitute or head: one user manager proposes it, another confirms it (settled decision 8)."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import Post, SupervisionChange, User
from accounts.once import RequestKeyField
from accounts.permissions import staff
from accounts.supervision import SamePerson, Unsuited, confirm, propose, refuse, waiting
from pages.people.access import OfAccount
from pages.people.views import asks_first, name_of

REFUSED: dict[str, Promise] = {
    "self": gettext_lazy("Nobody is their own supervisor or substitute."),
    "circle": gettext_lazy("This person has the account as supervisor already: they would approve for each other."),
    "same": gettext_lazy("This is entered already."),
    "nowhere": gettext_lazy("The account belongs to no department. Please enter the department first."),
    "gone": gettext_lazy("This account is locked or its owner has left."),
    "waits": gettext_lazy("A change of this post waits for another person already."),
    "overtaken": gettext_lazy("This was changed or decided meanwhile. Please look again."),
}


class SupervisionForm(forms.Form):
    """Who is to hold which post."""

    post = forms.ChoiceField(choices=Post, widget=forms.RadioSelect, label=gettext_lazy("What is given anew?"))
    email = forms.EmailField(
        max_length=254,
        required=False,
        label=gettext_lazy("E-mail address of the new supervisor or substitute"),
        help_text=gettext_lazy(
            "Leave it empty if there is to be nobody, and for the head: that is the account itself."
        ),
    )
    request_key = RequestKeyField()

    def clean_email(self) -> str:
        """Return the address as it is stored; say when nobody has it."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if email and not User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("There is no account with this address."))
        return email

    def clean(self) -> dict[str, Any]:
        """Refuse an address beside the post of a head: it would be read as something else than was meant."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("post") == Post.HEAD and data.get("email"):
            self.add_error("email", _("The account itself becomes head. Please leave this empty."))
        return data

    def other(self) -> User | None:
        """Return the person who was named, or None for nobody."""
        email = self.cleaned_data["email"]
        return User.objects.get(email=email) if email else None


def face_of(change: SupervisionChange, actor: User) -> dict[str, Any]:
    """Return what screens say about a change that waits."""
    wanted = change.wanted
    return {
        "change": change,
        "former": change.former,
        "wanted": wanted,
        "may_confirm": actor.pk not in (change.proposed_by_id, change.account_id, wanted.pk if wanted else None),
        "is_own": actor.pk == change.proposed_by_id,
    }


@asks_first
class SupervisionView(OfAccount, FormView):
    """Shows who answers for an account, takes a proposal, and lets another person decide."""

    page_title = gettext_lazy("Supervisor and substitute")
    template_name = "people/supervision.html"
    form_class = SupervisionForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who holds the posts and what waits."""
        actor = staff(self.request)
        rows = waiting(actor).filter(account=self.account)
        account = User.objects.select_related("supervisor", "substitute", "department__head").get(pk=self.account.pk)
        found = super().get_context_data(account=account, changes=[face_of(row, actor) for row in rows], **kwargs)
        return {**found, "name": name_of(account), "may_propose": actor.pk != account.pk}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide what a button names, or take the proposal of the form."""
        wanted = {"confirm": self._confirm, "refuse": self._refuse}.get(request.POST.get("action", ""))
        if wanted is None:
            return super().post(request, *args, **kwargs)
        number = request.POST.get("change", "")
        rows = SupervisionChange.objects.filter(account=self.account)
        change = get_object_or_404(rows, pk=int(number) if number.isascii() and number.isdecimal() else 0)
        try:
            messages.success(request, wanted(change))
        except SamePerson:
            messages.error(request, _("Somebody else confirms this: not who proposed it, and nobody whom it concerns."))
        except Unsuited as fault:
            messages.error(request, str(REFUSED[fault.code]))
        return self._back()

    def _confirm(self, change: SupervisionChange) -> str:
        confirm(actor=staff(self.request), change=change, now=timezone.now())
        return _("The change holds from now on. A mail tells who held the post before.")

    def _refuse(self, change: SupervisionChange) -> str:
        refuse(actor=staff(self.request), change=change, now=timezone.now())
        return _("The proposal is closed. Nothing was changed.")

    def _back(self) -> HttpResponse:
        return redirect(reverse("wagtailusers_users:supervision", args=[self.account.pk]))

    def form_valid(self, form: SupervisionForm) -> HttpResponse:
        """Store the proposal, or say beside the field why it cannot be."""
        data = form.cleaned_data
        values: dict[str, Any] = {"actor": staff(self.request), "account": self.account, "now": timezone.now()}
        try:
            propose(post=Post(data["post"]), other=form.other(), request_key=data["request_key"], **values)
        except Unsuited as fault:
            form.add_error("post" if fault.code in ("nowhere", "waits") else "email", str(REFUSED[fault.code]))
            return self.form_invalid(form)
        except PermissionDenied:
            form.add_error(None, _("Nobody changes their own posts. Please ask another person."))
            return self.form_invalid(form)
        messages.success(self.request, _("The proposal is stored. Another person confirms it."))
        return self._back()


@asks_first
class WaitingView(WagtailAdminTemplateMixin, TemplateView):
    """Lists what waits for another person."""

    page_title = gettext_lazy("Changes of supervisors")
    header_icon = "user"
    template_name = "people/waiting.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody who may not change accounts."""
        if not staff(request).has_perm("accounts.change_user"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to this screen."""
        way = [{"url": reverse("wagtailusers_users:index"), "label": _("Users")}]
        return [*super().get_breadcrumbs_items(), *way, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the changes."""
        actor = staff(self.request)
        return super().get_context_data(changes=[face_of(row, actor) for row in waiting(actor)], **kwargs)
