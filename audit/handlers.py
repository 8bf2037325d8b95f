"""What happens to accounts goes into the log, in the same transaction; without a row it does not happen."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db import connections
from django.dispatch import Signal, receiver
from django.utils import timezone

from accounts import signals
from accounts.models import User
from audit import grants, triggers
from audit.actions import LOGIN
from audit.services import record

LOGGED: dict[str, Signal] = {
    "account_created": signals.account_created,
    "account_locked": signals.account_locked,
    "account_unlocked": signals.account_unlocked,
    "sessions_ended": signals.sessions_ended,
    "failures_forgotten": signals.failures_forgotten,
    "password_changed": signals.password_changed,
    "account_changed": signals.account_changed,
    "account_deleted": signals.account_deleted,
    "address_changed": signals.address_changed,
    "groups_changed": signals.groups_changed,
    "supervision_proposed": signals.supervision_proposed,
    "supervision_refused": signals.supervision_refused,
    "code_issued": signals.code_issued,
    "code_redeemed": signals.code_redeemed,
    "second_factor_added": signals.second_factor_added,
    "second_factor_removed": signals.second_factor_removed,
    "recovery_codes_made": signals.recovery_codes_made,
    "recovery_code_used": signals.recovery_code_used,
    "stepped_up": signals.stepped_up,
    "codes_guessed": signals.codes_guessed,
}
USING = "default"


def _log(action: str) -> Any:
    """Return a receiver that logs one kind of event."""

    def log(
        sender: Any, user: User, actor: User | None = None, result: str = "", text: Any = None, **kwargs: Any
    ) -> None:
        subject = f"accounts.User {user.uuid}"
        values = {"subject": subject, "result": result}
        record(using=USING, action=action, now=timezone.now(), actor=actor or user, text=text, **values)

    return log


for _action, _signal in LOGGED.items():
    _signal.connect(_log(_action), weak=False, dispatch_uid=f"audit.{_action}")


def guard_after_migrate(using: str, **kwargs: Any) -> None:
    """Put triggers and grants back: SQLite drops triggers without a word when it rebuilds a table (settled.md E14)."""
    if triggers.TABLE in connections[using].introspection.table_names():
        triggers.install(using)
        grants.install(using)


@receiver(user_logged_in, dispatch_uid="audit.login")
def log_login(sender: Any, user: User, **kwargs: Any) -> None:
    """Log that somebody signed in."""
    record(using=USING, action=LOGIN, now=timezone.now(), actor=user, subject=f"accounts.User {user.uuid}")
