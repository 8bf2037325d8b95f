"""Words of the desk: steps, measures, outcomes, and what is written in letters."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zemag.services.reviewing import Result

NEXT_WORDS: dict[str, Promise] = {
    "take": _("Take the report"),
    "examine": _("Examine it and decide where it goes"),
    "answer": _("The reporter answers a question"),
    "file": _("File a complaint or application, or decline"),
    "propose": _("Propose an entry"),
    "sign": _("Another person signs or returns the entry"),
    "statistics": _("Keep it for statistics alone"),
    "close": _("Close the case"),
    "letter": _("Send the notice to the person, or defer it"),
    "query": _("A letter came back: ask the residents' register"),
    "again": _("Send a new letter to the new address"),
    "undelivered": _("Post the letter publicly, or settle that it cannot be delivered"),
    "blocked": _("Settle that the letter cannot be delivered"),
    "given-up": _("Another person confirms that the letter cannot be delivered"),
    "objection": _("Somebody uninvolved decides the objection"),
    "restricted": _("Settle the restriction"),
    "review": _("Look at the entry again"),
    "none": _("Nothing to do"),
}
RESULT_WORDS: dict[Result, Promise] = {
    Result.ACQUITTED: _("Acquitted, or dropped without suspicion (StPO § 170(2))"),
    Result.DROPPED: _("Dropped (StPO §§ 153, 153a)"),
    Result.CONVICTED: _("Convicted"),
    Result.UNKNOWN: _("Unknown"),
}
LETTER_WORDS: dict[str, tuple[Promise, Promise]] = {
    "act": (_("What happened"), _("One to three sentences, without names of employees.")),
    "result": (_("Answer"), _("Data, purposes, source, periods and queries; or why there is none.")),
    "received": (_("Request received on"), _("As it is to stand in the letter.")),
    "extended": (_("Answer by"), _("As it is to stand in the letter; two months later at most.")),
    "reason": (_("Reason"), _("As it is to stand in the letter.")),
    "decision": (_("Decision"), _("One sentence.")),
    "effect": (_("What changes"), _("What, when, and with what effect.")),
    "superior": (_("Entitled superior"), _("Name and function.")),
    "where": (_("Rooms"), _("Buildings and rooms that must not be entered.")),
}
# Badge of a level: mark and colour, never colour alone.
LEVEL_KINDS = ("", "info", "warning", "danger")
W_WORDS: dict[str, Promise] = {
    "what": _("What happened?"),
    "who": _("Who?"),
    "where": _("Where?"),
    "with_what": _("With what?"),
    "how": _("How?"),
    "when": _("When?"),
    "why": _("Why?"),
}
