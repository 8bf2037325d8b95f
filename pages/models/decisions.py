"""What people decide about translations without writing a text."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class DecisionKind(models.TextChoices):
    """What was decided about the English version of a page."""

    CONFIRMED = "confirmed", _("still right although German has changed")
    NOT_WANTED = "not_wanted", _("not wanted")
    WANTED = "wanted", _("wanted after all")


class TranslationDecision(models.Model):
    """One decision about the English version of a German page; later ones replace earlier ones, none is changed."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="translation_decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    request_key = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("decision about a translation")
        verbose_name_plural = _("decisions about translations")
        indexes = [models.Index(fields=["page", "created_at"], name="pages_decision_page")]
        constraints = [models.UniqueConstraint(fields=["decided_by", "request_key"], name="pages_one_decision_per_key")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.kind}"
