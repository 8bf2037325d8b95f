"""One thing that can be done with a request: a form, a service, a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from zemag.models import Role
from zemag.services.rights_desk import OpenedRequest
from zemag_pages.subjects.forms import StepForm


@dataclass(frozen=True)
class Deed:
    """`label` leads to the form and stands on its `button`, `text` above it; `serious` asks once more who it is."""

    label: Promise
    text: Promise
    call: Callable[..., object]
    states: tuple[str, ...]
    form: type[StepForm] = StepForm
    role: Role = Role.QUALITY
    serious: bool = False
    button: Promise | str = ""
    also: Callable[[OpenedRequest], bool] = lambda opened: True

    def possible(self, opened: OpenedRequest) -> bool:
        """Whether this can be done with the request as it is, by its reader; the service asks again."""
        return opened.has(self.role) and opened.request.state in self.states and self.also(opened)
