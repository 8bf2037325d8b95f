"""Rules for passwords: long, not common, not the own name, city or product; no rule on kinds of signs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 15, 128
LOCAL_WORDS = ("umsicht", "koeln", "köln", "cologne", "zemag", "kriminalpraevention", "passwort", "password")


class LengthValidator:
    """Ask for 15 to 128 signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError outside of these limits."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise ValidationError(self.get_help_text(), code="length")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("At least 15 and at most 128 signs. A sentence works well.")


class LocalWordsValidator:
    """Refuse a password that is hardly more than the name of the city, the office or the product."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when too little is left without these words."""
        rest = password.casefold()
        for word in LOCAL_WORDS:
            rest = rest.replace(word, "")
        if len(set(rest)) < 6:
            raise ValidationError(self.get_help_text(), code="local_words")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Not the name of the city, the office or this portal.")
