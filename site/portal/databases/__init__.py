"""Which room lives in which database, and the refusal of relations across them."""

from typing import Any

ZEMAG_ONLY = {"zemag"}
BOTH = {"audit", "outbox"}


class Router:
    """Send `zemag` to its own database, `audit` and `outbox` to both, the rest to `default`."""

    def db_for_read(self, model: type[Any], **hints: Any) -> str | None:
        """Return the alias to read from."""
        return self._alias(model._meta.app_label, hints)

    def db_for_write(self, model: type[Any], **hints: Any) -> str | None:
        """Return the alias to write to."""
        return self._alias(model._meta.app_label, hints)

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Allow relations within one database only."""
        return (first._meta.app_label in ZEMAG_ONLY) == (second._meta.app_label in ZEMAG_ONLY)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Keep the ZeMAG database free of everything but ZeMAG, audit and outbox tables."""
        if app_label in BOTH:
            return True
        return (app_label in ZEMAG_ONLY) == (db == "zemag")

    def _alias(self, app_label: str, hints: dict[str, Any]) -> str | None:
        if app_label in ZEMAG_ONLY:
            return "zemag"
        if app_label in BOTH:
            instance = hints.get("instance")
            return instance._state.db if instance is not None and instance._state.db else None
        return "default"
