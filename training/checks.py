"""Conditions without which no seat is safe (training design, section 15)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


@register
def databases_are_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse settings under which a booking could be lost or doubled."""
    database: dict[str, Any] = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    found: list[CheckMessage] = []
    if database.get("ATOMIC_REQUESTS"):
        found.append(Error("ATOMIC_REQUESTS must be off: the lock must be the first statement.", id="training.E001"))
    if "sqlite" in database["ENGINE"] and options.get("transaction_mode") != "IMMEDIATE":
        found.append(Error("SQLite needs transaction_mode IMMEDIATE.", id="training.E002"))
    level = str(options.get("isolation_level", "")) + str(options.get("options", ""))
    if "postgresql" in database["ENGINE"] and ("isolation" in level or options.get("isolation_level")):
        found.append(Error("PostgreSQL must stay at READ COMMITTED.", id="training.E003"))
    return found


@register
def resolver_is_there(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a resolver of approvers that cannot be imported."""
    try:
        import_string(settings.TRAINING_APPROVER_RESOLVER)
    except ImportError:
        return [Error("TRAINING_APPROVER_RESOLVER cannot be imported.", id="training.E004")]
    return []
