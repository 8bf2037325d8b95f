"""Which letters of a case can come back, and which of them have."""

from collections.abc import Sequence

from zemag.models import DeliveryKind, DeliveryStep, Letter
from zemag.services import letters
from zemag.services.desk import Case

Steps = Sequence[tuple[DeliveryStep, dict[str, str]]]


def returns_in(steps: Steps) -> dict[object, DeliveryStep]:
    """Return the returns that count by their letter."""
    rows = (step for step, _told in steps)
    return {step.letter_id: step for step in rows if step.kind == DeliveryKind.RETURNED and not step.is_void}


def without_later_step(steps: Steps, rows: Sequence[Letter]) -> list[Letter]:
    """Return which of all letters came back with nothing done about it since, as far as steps and letters tell."""
    back = returns_in(steps)
    later = {step.letter_id for step, _told in steps if step.kind in (DeliveryKind.QUERIED, DeliveryKind.POSTED)}
    return [
        row
        for row in rows
        if row.pk in back and row.pk not in later and not any(one.made_at > back[row.pk].noted_at for one in rows)
    ]


def returns_of(case: Case) -> dict[object, DeliveryStep]:
    """Return the returns of a case by their letter."""
    return returns_in(case.delivery)


def can_return(case: Case) -> list[Letter]:
    """Return the notices sent to the person whom a step is about that did not come back, the last one last."""
    back = returns_of(case)
    return [row for row in _notices(case) if row.sent_on is not None and row.pk not in back]


def can_take_back(case: Case) -> list[Letter]:
    """Return the notices to the person whom a step is about whose return can be taken back, the last one last."""
    return without_later_step(case.delivery, _notices(case))


def _notices(case: Case) -> list[Letter]:
    about = case.part.intake
    rows = [row for row in case.letters if row.kind in letters.NOTICES]
    return [row for row in rows if about is not None and row.person_id == about.pk]
