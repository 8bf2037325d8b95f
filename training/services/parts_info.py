"""What the parts of a date say about it as a whole."""

from collections.abc import Iterable

from training.models import CourseDatePart


def smallest_venue(parts: Iterable[CourseDatePart]) -> int | None:
    """Return how many people the smallest venue holds; None when every part is online."""
    return min((part.venue.capacity for part in parts if part.venue is not None), default=None)
