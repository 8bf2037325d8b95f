"""The legal profile: a lead proposes, data protection releases; then every entry is looked at again (section 17)."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.dispatch import Signal

from accounts.models import User
from zemag.clocks import local_day
from zemag.models import EntryState, LegalProfile, ProfileState, RegisterEntry, Role
from zemag.permissions import required
from zemag.profiles import Profile
from zemag.services import logbook
from zemag.services.errors import NotFound, SamePerson, WrongState
from zemag.services.ledger import ALIAS, REGISTER, changing

# Sent once a released profile is stored, with its values: other rooms keep a copy of what they show.
profile_released = Signal()


def propose_profile(*, values: Mapping[str, Any], actor: User, now: datetime) -> LegalProfile:
    """Propose a profile as a lead; values that could not be meant raise ValueError or TypeError."""
    made = Profile.of(values).values()
    with logbook.denials(actor, now, "zemag.profile"), changing(REGISTER):
        grant = required(actor, Role.QUALITY, local_day(now), lead=True)
        last = LegalProfile.objects.aggregate(last=Max("version"))["last"] or 0
        row = LegalProfile.objects.create(version=last + 1, values=made, proposed_by=actor.uuid)
        logbook.write("profile", actor=actor, now=now, grant=grant, subject=str(row.version), result=row.state)
    return row


def release_profile(*, version: int, actor: User, now: datetime) -> LegalProfile:
    """Release a proposed profile as data protection; every signed entry goes under review and stays searchable."""
    with logbook.denials(actor, now, "zemag.profile"), changing(REGISTER):
        grant = required(actor, Role.DATA_PROTECTION, local_day(now))
        row = LegalProfile.objects.filter(version=version).first()
        if row is None:
            raise NotFound
        if row.state != ProfileState.PROPOSED:
            raise WrongState
        if row.proposed_by == actor.uuid:
            raise SamePerson
        LegalProfile.objects.filter(state=ProfileState.RELEASED).update(state=ProfileState.REPLACED)
        row.state, row.released_by, row.released_at = ProfileState.RELEASED, actor.uuid, now
        row.save()
        RegisterEntry.objects.filter(state=EntryState.ACTIVE).update(
            state=EntryState.DUE_REVIEW, version=F("version") + 1
        )
        logbook.write("profile", actor=actor, now=now, grant=grant, subject=str(version), result=row.state)
        told = partial(profile_released.send, LegalProfile, profile=Profile.of(row.values))
        transaction.on_commit(told, using=ALIAS)
    return row
