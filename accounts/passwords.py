"""Rules for passwords: long, not common, not the own name, city or product; no rule on kinds of signs."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 15, 128
LEAST_DIFFERENT = 6
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertzuiopüasdfghjklöäyxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
)
NOT_LETTERS = re.compile(r"[\W\d_]+")


class LengthValidator:
    """Ask for 15 to 128 signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError outside of these limits."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise ValidationError(self.get_help_text(), code="length")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("At least 15 and at most 128 signs. A sentence works well.")


class CommonValidator:
    """Refuse what guessers try first: common passwords, also repeated or with signs around, and runs of keys.

    Lists of common passwords hold short ones; what is long enough here is mostly a short one made longer.
    """

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a common password."""
        whole = password.casefold().strip()
        parts = (whole, NOT_LETTERS.sub("", whole))
        if len(set(whole)) < LEAST_DIFFERENT or any(self._is_known(part) for part in parts):
            raise ValidationError(self.get_help_text(), code="common")

    def _is_known(self, text: str) -> bool:
        """Return whether a text, or the one it repeats, is a common password or a run of keys."""
        unit = text[: (text + text).find(text, 1)] if text else ""
        if not unit:
            return False
        is_run = any(unit in run or unit[::-1] in run for run in RUNS)
        return is_run or unit in self.common or len(unit) * 2 <= len(text)

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("No password that many people use, and nothing that only repeats.")


class WordsValidator:
    """Refuse a password that is hardly more than the own name, the city, the office or the product.

    `words` are those of the installation; parts of name and address of the person are added.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = [word.casefold() for word in words]

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when too little is left without these words, digits and signs."""
        rest = password.casefold()
        for word in sorted({*self.words, *self._own(user)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(set(NOT_LETTERS.sub("", rest))) < LEAST_DIFFERENT:
            raise ValidationError(self.get_help_text(), code="words")

    @staticmethod
    def _own(user: Any) -> set[str]:
        """Return the parts of a person's name and address that have three letters or more."""
        given = " ".join(str(getattr(user, name, "")) for name in ("first_name", "last_name", "email"))
        return {part for part in re.split(r"[\W\d_]+", given.casefold()) if len(part) > 2}

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Not only your name or the name of the city, the office or this portal.")
