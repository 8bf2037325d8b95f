"""Words of offences and measures: an editor proposes, another of the quality staff releases or returns (design, 4)."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from zemag import kinds, sealing
from zemag.catalogue import MEASURES, OFFENCES
from zemag.clocks import local_day
from zemag.kinds import NAME, Texts, level_of_product, of_product
from zemag.models import Grant, Measure, OffenceType, Role, TemplateState
from zemag.permissions import required
from zemag.services import logbook
from zemag.services.entries import checked
from zemag.services.errors import NotFound, Refused, Stale
from zemag.services.kind_rules import LEVELS, Proposal, among_others, fitting
from zemag.services.ledger import REGISTER, changing
from zemag.services.versions import LATEST_FIRST, Versions, decide, proposed, to_decide, withdraw

S = TemplateState
Row = OffenceType | Measure
# Version of what comes with the product.
PRODUCT = 1
OWN = "own_"


@dataclass(frozen=True, slots=True)
class Version:
    """Words with what became of them; `row` is None for those of the product, and before something new is in force."""

    row: Row | None
    texts: Mapping[str, str]
    level: int
    is_active: bool = True
    reason: str = ""

    @property
    def number(self) -> int | None:
        """The version; None for what was never released."""
        if self.row is not None:
            return self.row.version
        return PRODUCT if self.texts else None

    @property
    def state(self) -> TemplateState:
        """How far the words are."""
        return S(self.row.state) if self.row else S.RELEASED


@dataclass(frozen=True)
class Item(Versions[Version]):
    """An offence or a measure with its versions; `code` is empty for a measure that nobody has proposed yet."""

    code: str

    @property
    def is_offence(self) -> bool:
        """Whether it is an offence: its level is the law's."""
        return self.code in OFFENCES

    @property
    def is_known(self) -> bool:
        """Whether it comes with the product or was proposed at least once."""
        return self.exists or self.versions[0].row is not None

    @property
    def exists(self) -> bool:
        """Whether it was ever in force."""
        return self.holds.number is not None

    def before(self, version: Version) -> Version | None:
        """Return what a version was proposed against; None for the first one of what is new."""
        return None if version.row is not None and not version.row.base else super().before(version)


class Unfit(Refused):
    """What waits cannot hold any more, because something else was released in the meantime."""


def listed() -> tuple[list[Item], list[Item]]:
    """Return offences and measures with their versions, in the order of the product; own ones stand at their end."""
    return _all(OffenceType, OFFENCES), _all(Measure, MEASURES)


def _all(model: type[OffenceType] | type[Measure], codes: Iterable[str]) -> list[Item]:
    rows: list[Row] = list(model._default_manager.order_by(*LATEST_FIRST))
    own = sorted({row.code for row in rows}.difference(codes), key=kinds.place_of)
    found: dict[str, list[Version]] = {code: [] for code in (*codes, *own)}
    for row, one in zip(rows, _versions(rows), strict=True):
        found[row.code].append(one)
    return [_item(code, versions) for code, versions in found.items()]


def opened(code: str) -> Item:
    """Return one offence or measure with its versions; an empty code is a measure that does not exist yet."""
    return _item(code, _versions(list(_table(code).order_by(*LATEST_FIRST))))


def _table(code: str) -> Any:
    """Return the rows of one code."""
    model: type[Row] = OffenceType if code in OFFENCES else Measure
    return model._default_manager.filter(code=code)


def _versions(rows: Sequence[Row]) -> list[Version]:
    told = zip(rows, sealing.unseal_all(rows) if rows else [], strict=True)
    return [Version(row, one["texts"], _level(row), row.is_active, one["reason"]) for row, one in told]


def _level(row: Row) -> int:
    return row.level if isinstance(row, Measure) else OFFENCES[row.code].level


def _item(code: str, versions: Sequence[Version]) -> Item:
    if code in OFFENCES or code in MEASURES:
        return Item.of(versions, lambda: Version(None, of_product(code), level_of_product(code)), code=code)
    nothing = Version(None, {}, LEVELS[0])
    holds = next((one for one in versions if one.state == S.RELEASED), nothing)
    waiting = next((one for one in versions if one.state == S.PROPOSED), None)
    return Item(holds, waiting, tuple(versions) or (nothing,), code)


def waiting_for(actor: User) -> int:
    """Return how many proposals of others wait for somebody who may decide."""
    rows = [
        model._default_manager.filter(state=S.PROPOSED).exclude(proposed_by=actor.uuid)
        for model in (OffenceType, Measure)
    ]
    return sum(one.count() for one in rows)


@contextmanager
def _changing(actor: User, now: datetime) -> Iterator[None]:
    with logbook.denials(actor, now, "zemag.kind"), changing(REGISTER):
        yield


def propose(given: Proposal, *, actor: User, now: datetime) -> Row:
    """Propose words as an editor; a form sent twice is one proposal. A newer proposal takes the place of what waits.

    Raise Stale when it was changed since it was read, NotFound for a code that nobody knows, ValidationError by field.
    """
    with _changing(actor, now):
        grant = required(actor, Role.EDITOR, local_day(now))
        model: type[Row] = OffenceType if given.code in OFFENCES else Measure
        sent = model._default_manager.filter(proposed_by=actor.uuid, request_key=given.request_key).first()
        if sent is not None:
            return sent
        item = opened(given.code)
        if given.code and not item.is_known:
            raise NotFound
        if given.stamp != item.stamp:
            raise Stale
        made = fitting(given)
        _is_changed(item, given, made)
        withdraw(item, now)
        row = _new(given, item)
        row.proposed_by, row.proposed_at, row.request_key = actor.uuid, now, given.request_key
        _keep(row, made)
        proposed(row, row.code, actor, grant, now)
    return row


def _is_changed(item: Item, given: Proposal, made: Texts) -> None:
    """Raise ValidationError where a proposal says what holds or waits already."""
    for one in (item.holds, item.waiting):
        level = one is not None and (item.is_offence or one.level == given.level)
        if one is not None and level and one.texts == made and one.is_active == given.is_active:
            raise ValidationError({f"{NAME}_de": _("Nothing is changed.")})


def _new(given: Proposal, item: Item) -> Row:
    base = item.holds.number or 0
    if item.is_offence:
        return OffenceType(code=given.code, base=base, is_active=given.is_active)
    return Measure(code=given.code or _next_code(), base=base, is_active=given.is_active, level=given.level)


def _next_code() -> str:
    """Return the code of a new measure; the ledger is locked, and no row is ever deleted."""
    codes = Measure.objects.filter(code__startswith=OWN).values_list("code", flat=True)
    return f"{OWN}{max((int(code.removeprefix(OWN)) for code in codes), default=0) + 1}"


def _keep(row: Row, texts: Mapping[str, str], reason: str = "") -> None:
    is_new = row._state.adding
    sealing.seal(row, {"texts": dict(texts), "reason": reason})
    row.save(force_insert=is_new)


def release(*, version_id: uuid.UUID, actor: User, now: datetime) -> Row:
    """Release what waits; all that is read from now on says it. Raise SamePerson, WrongState, NotFound, Unfit."""
    with _changing(actor, now):
        row, grant = _to_decide(version_id, actor, now, S.RELEASED)
        if row.state == S.RELEASED:
            return row
        item = opened(row.code)
        wrong = among_others(row.code, sealing.unseal(row)["texts"], _level(row), is_active=row.is_active)
        if wrong:
            raise Unfit(" ".join(wrong.values()))
        _replace(item)
        row.version = max([one.number or 0 for one in item.versions]) + 1
        decide(row, row.code, S.RELEASED, actor, grant, now)
    return row


def _replace(item: Item) -> None:
    """Keep what held until now; words of the product get a row, so that they are there when the product has changed."""
    if _table(item.code).filter(state=S.RELEASED).update(state=S.REPLACED) or not item.exists:
        return
    kept: dict[str, Any] = {"code": item.code, "version": PRODUCT, "base": PRODUCT, "state": S.REPLACED}
    row = OffenceType(**kept) if item.is_offence else Measure(level=item.holds.level, **kept)
    _keep(row, item.holds.texts)


def send_back(*, version_id: uuid.UUID, reason: str, actor: User, now: datetime) -> Row:
    """Return what waits with a reason; who proposed is told. Raise SamePerson, WrongState, NotFound."""
    told = checked(reason)
    with _changing(actor, now):
        row, grant = _to_decide(version_id, actor, now, S.RETURNED)
        if row.state == S.RETURNED:
            return row
        _keep(row, sealing.unseal(row)["texts"], told)
        decide(row, row.code, S.RETURNED, actor, grant, now)
    return row


def _to_decide(version_id: uuid.UUID, actor: User, now: datetime, state: TemplateState) -> tuple[Row, Grant]:
    found = [model._default_manager.filter(pk=version_id).first() for model in (OffenceType, Measure)]
    row = found[0] or found[1]
    grant = to_decide(row, actor, now, state)
    if row is None:
        raise NotFound
    return row, grant
