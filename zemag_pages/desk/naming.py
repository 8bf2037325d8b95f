"""The form by which the quality staff adds a person of whom the report did not tell."""

import copy
from typing import Any

from django.utils.translation import gettext_lazy as _

from zemag.services.entries import LONGEST_REASON
from zemag.services.reporting import Reported
from zemag_pages.desk.forms import CaseForm, long_text
from zemag_pages.forms.people import NAMES, Offender
from zemag_pages.told import person_of


class NamedForm(CaseForm):
    """A person, as step 6 of a report asks for them, and where the name comes from."""

    reason = long_text(_("Where does the name come from?"), LONGEST_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NAMES:
            self.fields[name] = copy.deepcopy(Offender.base_fields[name])
        self.fields["family"].required = self.fields["grade"].required = True
        self.fields["family"].error_messages["required"] = _("Please enter the family name.")
        self.fields["grade"].error_messages["required"] = _("Please choose how it is known who the person is.")
        self.order_fields([*NAMES, "reason"])

    def clean(self) -> dict[str, Any]:
        """Return the person and the reason."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        return {**data, "person": None if self.errors else person_of(data)}

    def named(self) -> dict[str, Any]:
        """Return what the service takes."""
        person: Reported = self.cleaned_data["person"]
        return {"person": person, "reason": self.cleaned_data["reason"]}
