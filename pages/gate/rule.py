"""Hold the gate: who may submit or approve a text with which findings (editing design, sections 4.3 and 8)."""

from typing import Any

from pages.gate.checks import findings_of
from pages.gate.findings import Finding, blocking, final

SHORTEST_REASON, LONGEST_REASON = 20, 500


class Blocked(Exception):
    """Raised when findings keep a text from being submitted or approved; `obj` is the text, as it was checked."""

    def __init__(self, obj: Any, findings: list[Finding], *, wants_reason: bool = False) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.obj = obj
        self.findings = findings
        self.wants_reason = wants_reason


def pass_submission(revision: Any, *, is_reader: bool) -> list[Finding]:
    """Return the findings of a text that is to be submitted; raise Blocked when it may not be.

    Who reads for reviews may submit what a second reader can let pass with a reason; others mend it first.
    """
    obj = revision.as_object()
    found = findings_of(obj)
    stops = final(found) if is_reader else blocking(found)
    if stops:
        raise Blocked(obj, stops)
    return found


def pass_approval(revision: Any, reason: str) -> str:
    """Return the reason for which findings are let pass, or nothing without such findings; raise Blocked otherwise."""
    obj = revision.as_object()
    found = blocking(findings_of(obj))
    if not found:
        return ""
    if final(found):
        raise Blocked(obj, final(found))
    words = reason.strip()
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON:
        raise Blocked(obj, found, wants_reason=True)
    return words


def findings_under_review(obj: Any, state: Any) -> list[Finding]:
    """Return the findings of the revision under review; looked up once for each object that a screen holds."""
    kept: dict[int, list[Finding]] = obj.__dict__.setdefault("_findings_under_review", {})
    if state.revision_id not in kept:
        kept[state.revision_id] = findings_of(state.revision.as_object())
    return kept[state.revision_id]
