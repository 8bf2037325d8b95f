"""States of affairs in which a service refuses or cannot answer; none of them ever reads as "no entry"."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Something is not possible as things stand; `message` says why, in the language that is active when it is read."""

    message: Promise | str = _("This is not possible at the moment.")
    # Names of fields beside which it can stand, where a form has one of them.
    fields: tuple[str, ...] = ()

    def __init__(self, message: Promise | str = "", **detail: Any) -> None:
        super().__init__()
        self.message = message or type(self).message
        self.detail = detail

    def __str__(self) -> str:
        return str(self.message) % self.detail if self.detail else str(self.message)


class Denied(Refused):
    """The person has no right to do this (403); the attempt is logged."""

    message = _("You have no right to do this in ZeMAG.")


class OtherDepartment(Refused):
    """Who is to ask works in another department (settled decision 17)."""

    message = _("This person works in another department.")


class NotFound(Refused):
    """There is no such thing, or not for this person (404)."""

    message = _("There is no such case.")


class WrongState(Refused):
    """The case or entry is in a state in which this cannot be done (409)."""

    message = _("This has been settled in the meantime.")


class Unsettled(Refused):
    """Somebody whom the report names has neither an entry nor a decision against one."""

    message = _("Nothing is decided yet about a person whom the report names.")


class Stale(WrongState):
    """Somebody else changed it after the form was opened (409)."""

    message = _("Somebody else has changed this in the meantime. Please look at it again.")


class KeyReused(Refused):
    """The form was sent before with other words; its answer belongs to those words."""

    message = _("This form was answered already with other entries. Please start a new inquiry.")


class LimitReached(Refused):
    """Too many inquiries (429); `until` is when the next one is possible."""

    message = _("You have reached the limit of inquiries.")

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class BatchRefused(Refused):
    """The whole route is refused (422); no row of it was checked."""

    message = _("This route cannot be read. No row was checked.")


class ReasonMissing(Refused):
    """A reason is needed."""

    message = _("Please give a reason.")
    fields = ("reason", "note")


class ReasonTooLong(Refused):
    """A reason has 2,000 signs at most."""

    message = _("Please use 2,000 signs at most.")
    fields = ("reason", "note")


class SamePerson(Refused):
    """Whoever did one part must not do this one."""

    message = _("Another person has to do this.")


class TriggerMissing(Refused):
    """No complaint, application or house ban that the legal profile accepts."""

    message = _("An entry needs a recorded complaint, application or house ban that the legal profile accepts.")


class OnlyGuessed(Refused):
    """Identity grade D is never published."""

    message = _("Who the person is was only guessed. Such a person is never entered.")


class TooYoung(Refused):
    """Under 14 on the day of the incident (StGB § 19)."""

    message = _("The person was under 14. There is no entry for children.")


class AgeUnknown(Refused):
    """Without a birth date somebody has to record that the person is clearly adult."""

    message = _("The birth date is unknown. Please record whether the person is clearly adult.")


class BelowThreshold(Refused):
    """The level is below what the legal profile asks for."""

    message = _("The level is too low for an entry.")


class PeriodOver(Refused):
    """The entry would have to be deleted already, or longer than the profile allows."""

    message = _("The period for this entry is over.")


class TooFarAhead(PeriodOver):
    """A day on which a deferral is looked at again lies behind, is today, or too far ahead."""

    message = _("Please choose a day after today, 90 days ahead at most.")
    fields = ("recheck_on",)


class Conflict(Refused):
    """Two roles that one person must not hold."""

    message = _("One person must not hold both roles.")


class Colleague(Refused):
    """The offender is a colleague: another procedure."""

    message = _("Attacks by colleagues are handled elsewhere. Please talk to your supervisor or the staff council.")


class WordsMissing(Refused):
    """A letter needs something that nobody knows yet; `what` is the name of the fact."""

    message = _("This letter cannot be made yet: “%(what)s” is not known. It comes from the case or the legal profile.")


class NamesEmployee(Refused):
    """A letter to the person would name somebody who reported or was hurt, or another reported person."""

    message = _(
        "These words name somebody who reported or was hurt, or another person of this report. "
        "Please write them without names."
    )

    def __init__(self, *fields: str) -> None:
        super().__init__()
        self.fields = fields


class TooLate(Refused):
    """The first month is over: an extension has to be told inside it, and a refusal gets none (Art. 12(3), (4))."""

    message = _("The first month is over, or the request is refused: there is no more time for this answer.")


class NotAsked(Refused):
    """The residents' register was not asked about somebody whose letter came back."""

    message = _("Please ask the residents' register first, and document what it answered.")


class AddressKnown(Refused):
    """The residents' register has told a new address."""

    message = _("The residents' register has told a new address. Please send a new letter there.")


class AddressBlocked(Refused):
    """A block protects the person's address; a public notice would tell where they lived last."""

    message = _(
        "The person's address is blocked for their protection. A public notice would tell where they lived last; "
        "please settle that the letter cannot be delivered."
    )


class StepTaken(Refused):
    """Something was done about a letter that came back, so the return stands."""

    message = _("A later step was taken because this letter came back; it cannot be taken back any more.")


class NotPosted(Refused):
    """An answer that only tells what is stored is never posted publicly."""

    message = _(
        "What only tells what is stored is not posted publicly. Please settle that the letter cannot be delivered; "
        "the person can ask for it again."
    )


class DeferralChanged(Refused):
    """A deferral has begun since the cases of a request were collected: the answer would undo it."""

    message = _(
        "The notice in a case of this request was deferred after the data was collected. Please collect it anew; what "
        "is deferred is then held back."
    )


class NothingLeft(Refused):
    """Neither report nor register hold anything of the person any more."""

    message = _("Nothing is stored about this person any more: no letter is owed, and this one will be destroyed.")


class NotSigned(Refused):
    """An entry that nobody has signed is signed or returned first."""

    message = _("An entry of this person is not signed yet. Please sign or return it at its case first.")


class CannotAnswer(Exception):
    """ZeMAG cannot answer now (503 with the telephone number); `reason` is a code, never data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
