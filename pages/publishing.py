"""What goes live has been read by two people: the rule itself; it names no model (editing design, section 4.2)."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

_writing: ContextVar[bool] = ContextVar("writing_live_rows", default=False)


class NotApproved(PermissionDenied):
    """Raised when something would go live that nobody but its author has read."""

    message = _("Nothing goes live that only one person has read. Please submit the text for review.")

    def __init__(self, what: object = "") -> None:
        super().__init__(f"{self.message} {what}".strip())


@contextmanager
def writing_live() -> Iterator[None]:
    """Let live rows be written: within an approved publication, and while an installation is set up."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def is_writing_live() -> bool:
    """Return whether live rows may be written now."""
    return _writing.get()


def digest_of(content: Any) -> str:
    """Return the SHA-256 of a revision's content as 64 hexadecimal digits; equal for equal content."""
    text = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Finish a workflow: publish the revision that was read, not the latest one.

    Core would publish whatever was saved last and ask for a right to publish that nobody has (traps 3 and 4).
    """
    workflow_state.current_task_state.revision.publish(user=user, skip_permission_checks=True)
