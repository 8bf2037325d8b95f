"""Words of the subject-rights desk: steps, flags, what waits."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zemag.letters.told import HeldBasis
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
    "anew": _("Collect the data anew: a notice was deferred since"),
    "rest": _("Tell the rest of the answer: the deferral has ended"),
    "query": _("A letter came back: ask the residents' register"),
    "again": _("Send a new letter to the new address"),
    "undelivered": _("Post the letter publicly, or settle that it cannot be delivered"),
    "unreachable": _("Settle that the letter cannot be delivered"),
    "given-up": _("Another person confirms that the letter cannot be delivered"),
    "none": _("Answered"),
}
BASIS_WORDS: dict[HeldBasis, Promise] = {
    HeldBasis.PROSECUTION: _("criminal acts are prosecuted"),
    HeldBasis.SECURITY: _("public safety"),
    HeldBasis.OTHERS: _("other people are protected"),
}
FLAG_WORDS: dict[str, Promise] = {
    "self": _("asked about themselves"),
    "surname": _("asked about their own family name"),
    "staff": _("asked about the name of an employee"),
}
# Badge of a state: what nobody has touched yet, what is done.
STATE_KINDS = {RequestState.RECEIVED: "warning", RequestState.SENT: "success"}
