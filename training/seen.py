"""Lists of names are shown after a row in the access log, or not at all (training design, section 14)."""

from datetime import datetime

from accounts.models import User
from audit.services import record
from training.models import CourseDate


def log_view(*, actor: User, date: CourseDate, what: str, rows: int, now: datetime) -> None:
    """Write who looks at which list of people; raise LogUnavailable, so that nothing is shown."""
    record(
        using="default",
        action="training_list",
        now=now,
        actor=actor,
        subject=f"training.CourseDate {date.pk}",
        result=str(rows),
        text={"list": what},
    )
