"""What the legal profile may change about matching: weights and thresholds, as data with a version."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class MatchProfile:
    """Weights and thresholds between 0 and 1 (ZeMAG design, section 10; settled decisions Z1-Z5 and 10)."""

    version: str = "start"
    # A name: how much each part counts, and what a detour costs.
    given_weight: float = 0.42
    family_weight: float = 0.58
    swapped_cost: float = 0.02
    moved_cost: float = 0.03
    extra_token_cost: float = 0.01
    extra_token_short_cost: float = 0.06
    given_missing_cost: float = 0.05
    weak_part: float = 0.90
    weak_part_factor: float = 1.0
    # A word.
    same_reading: float = 0.97
    one_typing_error: float = 0.93
    first_letter_differs: float = 0.90
    same_sound: float = 0.86
    reading_step: float = 0.70
    # A birth date, and the least name it needs.
    sure_birth: float = 0.93
    sure_name: float = 0.93
    same_birth_name: float = 0.75
    close_birth: float = 0.88
    close_birth_name: float = 0.88
    likely_birth: float = 0.80
    likely_birth_name: float = 0.93
    year_birth: float = 0.55
    year_birth_name: float = 0.97
    near_birth: float = 0.40
    address_name: float = 0.86
    name_only: float = 0.92

    def __post_init__(self) -> None:
        """Refuse values that could not be meant: a profile is released by people."""
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if field.name != "version" and not (isinstance(value, int | float) and 0.0 <= value <= 1.0):
                raise ValueError(f"{field.name} must lie between 0 and 1")
        if not 0.90 <= self.name_only <= 0.96:
            raise ValueError("name_only must lie between 0.90 and 0.96")

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Return a profile from stored values; a name that is not known raises TypeError."""
        return cls(**values)

    def values(self) -> dict[str, float | str]:
        """Return what a legal profile stores."""
        return dataclasses.asdict(self)
