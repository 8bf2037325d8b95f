"""The six steps of a report, in their order."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zemag_pages.forms.people import Offenders
from zemag_pages.forms.reporting import Consequences, Reactions, ReportForm, When, Who, WholeWhat

STEPS: tuple[tuple[Any, type[ReportForm]], ...] = (
    (_("Who"), Who),
    (_("When and where"), When),
    (_("What"), WholeWhat),
    (_("Consequences"), Consequences),
    (_("Reactions"), Reactions),
    (_("Person"), Offenders),
)
