"""Which letters of a case can come back, and which of them have."""

from zemag.models import DeliveryKind, DeliveryStep, Letter
from zemag.services import letters
from zemag.services.desk import Case


def returns_of(case: Case) -> dict[object, DeliveryStep]:
    """Return the returns of a case by their letter."""
    return {step.letter_id: step for step, _told in case.delivery if step.kind == DeliveryKind.RETURNED}


def can_return(case: Case) -> list[Letter]:
    """Return the notices sent to the person whom a step is about that did not come back, the last one last."""
    about = case.part.intake
    back = returns_of(case)
    rows = [row for row in case.letters if row.kind in letters.NOTICES and row.sent_on is not None]
    return [row for row in rows if about is not None and row.person_id == about.pk and row.pk not in back]
