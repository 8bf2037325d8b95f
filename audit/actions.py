"""What can be logged; a room that logs something else adds its own words before the first request."""

SEGMENT_OPEN, SEGMENT_CLOSE = "segment_open", "segment_close"
RETENTION, VERIFY, RESTORE = "retention", "verify", "restore"
LOGIN = "login"

# Action and what it means; the same lines stand in docs/data-protection.md (architecture design, review rule 7).
ACTIONS = {
    SEGMENT_OPEN: "a month begins; names the head of the month before",
    SEGMENT_CLOSE: "a month is over; names its number of rows and its head",
    RETENTION: "whole months were deleted because their time was over",
    VERIFY: "the chain was checked",
    RESTORE: "the database was restored from a backup; names two people and the reason, sealed",
    LOGIN: "a person signed in",
    "account_created": "an account was opened",
    "account_locked": "an account was locked",
    "account_unlocked": "an account was unlocked",
    "sessions_ended": "a person was signed out everywhere",
    "failures_forgotten": "the limits on guessing were reset for an account",
    "password_changed": "a password was chosen through a mailed link",
    "account_changed": "an account was changed, also its supervisor, substitute or post as head; says what, sealed",
    "account_deleted": "an account that nothing referred to was deleted",
    "address_changed": "the e-mail address of an account was changed; both addresses, sealed",
    "groups_changed": "roles of an account were given or taken; says which, sealed",
    "supervision_proposed": "another supervisor, substitute or head was proposed; names both, sealed",
    "supervision_refused": "such a change was refused or taken back",
    "code_issued": "a code was issued to be handed over on paper; says what for",
    "code_redeemed": "such a code was used",
    "second_factor_added": "a second factor was set up",
    "second_factor_removed": "a second factor was removed",
    "recovery_codes_made": "recovery codes were made anew",
    "recovery_code_used": "a recovery code was used",
    "stepped_up": "a person proved once more who they are",
    "codes_guessed": "wrong codes of a second factor were entered until the limit",
    "barrier_list": "the list of barrier reports was shown",
    "barrier_view": "a barrier report was shown",
}


class UnknownAction(Exception):
    """An action that no room has registered."""


def register(actions: dict[str, str]) -> None:
    """Add the actions of a room."""
    ACTIONS.update(actions)


def known(action: str) -> str:
    """Return an action, or raise UnknownAction."""
    if action not in ACTIONS:
        raise UnknownAction(action)
    return action
