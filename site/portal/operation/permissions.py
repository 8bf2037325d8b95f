"""Who may see how the portal runs."""

from typing import Any


def can_operate(user: Any) -> bool:
    """Return whether somebody sees the state of the portal and runs failed jobs again (platform design, section 11)."""
    return bool(user.is_active and user.has_perm("jobs.operate_portal"))
