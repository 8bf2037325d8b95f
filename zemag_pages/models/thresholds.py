"""The levels of danger and the threshold of entry, as other rooms may show them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pages.models.snippets import Paired


class PublishedThreshold(Paired):
    """One level of the Aachen model with its examples; a copy that no page has to look up in the ZeMAG database."""

    level = models.PositiveSmallIntegerField(_("level"), unique=True, help_text=_("0 to 3."))
    name_de = models.CharField(_("name (German)"), max_length=120, help_text=_("What happens at this level."))
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True, help_text=_("In English."))
    examples_de = models.CharField(_("examples (German)"), max_length=300, help_text=_("In plain words."))
    examples_en = models.CharField(_("examples (English)"), max_length=300, blank=True, help_text=_("In plain words."))
    answer_de = models.CharField(_("what to do (German)"), max_length=300, blank=True, help_text=_("In plain words."))
    answer_en = models.CharField(_("what to do (English)"), max_length=300, blank=True, help_text=_("In plain words."))
    in_register = models.BooleanField(_("entered in ZeMAG"), default=False, help_text=_("From the threshold on."))

    class Meta:
        verbose_name = _("level of danger")
        verbose_name_plural = _("levels of danger")

    def __str__(self) -> str:
        return f"{self.level}: {self.name}"

    @property
    def name(self) -> str:
        """Name in the active language."""
        return self.paired("name")

    @property
    def examples(self) -> str:
        """Examples in the active language."""
        return self.paired("examples")

    @property
    def answer(self) -> str:
        """What to do in the active language."""
        return self.paired("answer")
