"""Forms for notices that come back; they hold what was typed, the services decide."""

from typing import Any

from zemag_pages.desk.forms import CaseForm, DeferralForm
from zemag_pages.desk.returned import can_return, can_take_back
from zemag_pages.forms.returned import PostingFields, QueryFields, ReturnFields, TakeBackFields


class ReturnForm(ReturnFields, CaseForm):
    """Which notice came back, when and how."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(can_return(self.case))


class TakeBackForm(TakeBackFields, CaseForm):
    """Which return of a notice was noted by mistake."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(can_take_back(self.case))


class QueryForm(QueryFields, CaseForm):
    """What the residents' register answered."""


class PostingForm(PostingFields, CaseForm):
    """Where and since when a notice is posted publicly."""


class ImpossibleForm(DeferralForm):
    """Why nothing can reach a person, and when they are looked for again."""
