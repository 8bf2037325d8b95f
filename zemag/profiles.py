"""What the legal profile sets: thresholds and periods as data with a version, never as code (ZeMAG design, 17)."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from zemag.matching import MatchProfile
from zemag.models import FiledBy, LegalProfile, ProfileState, Trigger


@dataclass(frozen=True, slots=True)
class Profile:
    """Values of a profile; the defaults are a proposal that the impact assessment has to confirm."""

    entry_threshold: int = 2
    triggers: tuple[str, ...] = tuple(Trigger.values)
    filed_by: tuple[str, ...] = (FiledBy.BODY.value,)
    review_months: int = 12
    # Months after the last incident, by level; at level 1 the end of the house ban, at most this.
    delete_months: tuple[int, int, int] = (12, 24, 36)
    extension_months: int = 12
    longest_months: int = 60
    address_months: int = 12
    watch_hours: int = 4
    watch_longest_hours: int = 16
    input_days: int = 30
    singles_an_hour: int = 30
    batches_a_day: int = 4
    emergencies_an_hour: int = 20
    # Words of letters; a letter that needs an empty one is not made.
    basis_de: str = ""
    basis_en: str = ""
    controller: str = ""
    officer: str = ""
    authority: str = ""
    # References of what people have decided; without the agreement the log is not evaluated.
    works_agreement: str = ""
    impact_assessment: str = ""
    # Who of the leads can be reached day and night (settled decision 3).
    on_call: str = ""
    on_call_telephone: str = ""
    matching: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse values that could not be meant."""
        for made in dataclasses.fields(self):
            value = getattr(self, made.name)
            if isinstance(value, int) and value < 1:
                raise ValueError(f"{made.name} must be at least 1")
        if self.entry_threshold > 3 or self.watch_longest_hours > 16:
            raise ValueError("beyond what the design allows")
        if max(self.delete_months) > self.longest_months or not set(self.triggers) <= set(Trigger.values):
            raise ValueError("periods or triggers do not fit")
        MatchProfile.of(self.matching)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Return a profile from stored values; a name that is not known raises TypeError."""
        listed: dict[str, Any] = {}
        for name, value in values.items():
            listed[name] = tuple(value) if isinstance(value, list) else value
        return cls(**listed)

    def values(self) -> dict[str, Any]:
        """Return what is stored."""
        return {made.name: getattr(self, made.name) for made in dataclasses.fields(self)}


def released() -> Profile | None:
    """Return the released profile, or None: then nothing is answered (condition E001)."""
    row = LegalProfile.objects.filter(state=ProfileState.RELEASED).first()
    return Profile.of(row.values) if row else None
