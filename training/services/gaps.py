"""What a draft lacks before it can be published; each gap is named (training design, sections 4 and 8)."""

from datetime import datetime

from django.utils.translation import gettext as _

from training.models import DateTrainer, TrainerRole
from training.services.ledger import Ledger
from training.services.parts_info import smallest_venue
from training.services.quality_rules import lost_conditions


def gaps_of(ledger: Ledger, now: datetime) -> list[str]:
    """Return a sentence for each thing that is missing."""
    date, seats = ledger.date, ledger.seats
    parts = list(date.parts.filter(is_withdrawn=False).select_related("venue"))
    most = smallest_venue(parts)
    main = DateTrainer.objects.filter(date=date, role=TrainerRole.MAIN, is_removed=False)
    checks = (
        (bool(parts), _("The date has no part.")),
        (all(part.starts_at > now for part in parts), _("A part lies in the past.")),
        (main.exists(), _("There is no main trainer.")),
        (seats.capacity >= 1, _("There is no seat.")),
        (most is None or seats.capacity <= most, _("There are more seats than the smallest venue holds.")),
        (
            date.registration_opens < date.registration_closes <= date.starts_at,
            _("Booking must open, then close, then the date begins."),
        ),
        (date.cancel_until <= date.starts_at, _("Cancelling must end before the start.")),
        (date.decide_by is None or date.decide_by <= date.starts_at, _("The decision must come before the start.")),
        (
            date.auto_promote_until <= date.promote_until <= date.starts_at,
            _("Offers from the queue must end before the start."),
        ),
        (date.min_participants <= seats.capacity, _("More people are needed than there are seats.")),
    )
    return [text for holds, text in checks if not holds] + [str(text) for _word, text in lost_conditions(date, now)]
