"""Words of the subject-rights desk: steps, flags, what waits."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zemag.models import RequestState

NEXT_WORDS: dict[str, Promise] = {
    "identity": _("Check who asks"),
    "collect": _("Search, and settle which cases are theirs"),
    "redact": _("Look through the texts for other people"),
    "decide": _("Draft the decision"),
    "look": _("Data protection looks at the answer"),
    "carry-out": _("Carry the decision out"),
    "letter": _("Make the letter"),
    "send": _("Send the letter and note it"),
    "none": _("Answered"),
}
FLAG_WORDS: dict[str, Promise] = {
    "self": _("asked about themselves"),
    "surname": _("asked about their own family name"),
    "staff": _("asked about the name of an employee"),
}
# Badge of a state: what nobody has touched yet, what is done.
STATE_KINDS = {RequestState.RECEIVED: "warning", RequestState.SENT: "success"}
