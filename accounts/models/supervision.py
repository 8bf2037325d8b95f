"""Who becomes supervisor, substitute or head: one person proposes it, another confirms it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.places import Department
from accounts.models.users import User


class Post(models.TextChoices):
    """What somebody becomes."""

    SUPERVISOR = "supervisor", _("supervisor")
    SUBSTITUTE = "substitute", _("substitute")
    HEAD = "head", _("head of the department")


class ChangeState(models.TextChoices):
    """What became of a proposed change."""

    PROPOSED = "proposed", _("waits for another person")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")


class SupervisionChange(models.Model):
    """A change of who answers for whom (settled decision 8): whoever is supervisor approves and reads reports.

    `account` gets another supervisor or substitute, or becomes head of `department`; `other` is the new supervisor or
    substitute, or nobody. `former` was entered when the change was proposed.
    """

    account = models.ForeignKey(
        User, models.CASCADE, related_name="supervision_changes", help_text=_("Whom it concerns.")
    )
    post = models.CharField(_("post"), max_length=10, choices=Post, help_text=_("What is given anew."))
    other = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Who is to be entered.")
    )
    former = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Who was entered before.")
    )
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="+", help_text=_("Whose head changes.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState, default=ChangeState.PROPOSED, help_text=_("What became of it.")
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", help_text=_("Who proposed it."))
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now, help_text=_("When it was proposed."))
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Who confirmed or refused it.")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, help_text=_("When it was decided."))
    # Made when the form was opened: a form that is sent twice proposes once (security design, section 12).
    request_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("change of a supervisor")
        verbose_name_plural = _("changes of supervisors")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "post"], condition=Q(state="proposed"), name="one_open_change_of_a_post"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def current(self) -> User | None:
        """Who holds the post now."""
        if self.post == Post.HEAD:
            return self.department.head if self.department else None
        found: User | None = getattr(self.account, self.post)
        return found

    @property
    def wanted(self) -> User | None:
        """Who is to hold the post."""
        return self.account if self.post == Post.HEAD else self.other
