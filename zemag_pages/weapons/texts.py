"""Texts of the weapons catalogue: an editor proposes, another of the quality staff releases or returns (design, 13)."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.turns import writing_turn
from zemag.clocks import local_day
from zemag.models import Grant, Role, TemplateState
from zemag.permissions import required
from zemag.services import logbook
from zemag.services.entries import checked
from zemag.services.errors import NotFound, Stale
from zemag.services.ledger import LONGEST_WAIT, transaction_of
from zemag.services.versions import LATEST_FIRST, Versions, decide, proposed, to_decide, withdraw
from zemag.services.wordings import plain
from zemag_pages.models import LONGEST, WeaponText
from zemag_pages.weapons.entries import FIELDS, Texts, of_product, texts_of
from zemag_pages.words import WEAPONS

S = TemplateState
# Version of the texts that come with the product.
PRODUCT = 1
# Parts that cannot be the same in both languages; a law or a name can.
SENTENCES = ("text", "notice", "distance")


@dataclass(frozen=True, slots=True)
class Version:
    """Texts with what became of them; `row` is None for those of the product that nobody has replaced."""

    row: WeaponText | None
    texts: Texts
    is_active: bool = True

    @property
    def number(self) -> int | None:
        """The version; None for what was never released."""
        return self.row.version if self.row else PRODUCT

    @property
    def state(self) -> TemplateState:
        """How far the texts are."""
        return S(self.row.state) if self.row else S.RELEASED

    @property
    def reason(self) -> str:
        """Why they were returned."""
        return self.row.reason if self.row else ""

    def says(self, texts: Texts, is_active: bool) -> bool:
        """Whether these are the same texts, offered or not as they are."""
        return self.texts == texts and self.is_active == is_active


@dataclass(frozen=True)
class Item(Versions[Version]):
    """One class of the catalogue with its versions."""

    code: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an editor sends: texts for a class, and the `stamp` of the item that was read."""

    code: str
    texts: Mapping[str, str]
    is_active: bool
    stamp: str
    request_key: uuid.UUID


def listed() -> list[Item]:
    """Return every class with its versions: one question for all of them."""
    found: dict[str, list[WeaponText]] = {code: [] for code in WEAPONS}
    for row in WeaponText.objects.order_by(*LATEST_FIRST):
        found[row.code].append(row)
    return [_item(code, rows) for code, rows in found.items()]


def opened(code: str) -> Item:
    """Return one class with its versions."""
    return _item(code, list(WeaponText.objects.filter(code=code).order_by(*LATEST_FIRST)))


def waiting(code: str = "") -> int:
    """Return how many proposals wait, of all classes or of one."""
    rows = WeaponText.objects.filter(state=S.PROPOSED)
    return (rows.filter(code=code) if code else rows).count()


def waiting_for(actor: User) -> int:
    """Return how many proposals of others wait for somebody who may decide."""
    return WeaponText.objects.filter(state=S.PROPOSED).exclude(proposed_by=actor.uuid).count()


def _item(code: str, rows: list[WeaponText]) -> Item:
    versions = [Version(row, texts_of(row), row.is_active) for row in rows]
    return Item.of(versions, lambda: Version(None, of_product(code)), code=code)


def fitting(texts: Mapping[str, str]) -> Texts:
    """Return the texts as they are kept, each one paragraph; raise ValidationError by field for what is wrong."""
    made = {name: " ".join(plain(texts.get(name, "")).split()) for name in FIELDS}
    wrong: dict[str, list[str]] = {}
    for name, text in made.items():
        longest = LONGEST[name.rsplit("_", 1)[0]]
        if not text:
            wrong[name] = [_("Both languages are needed.")]
        elif len(text) > longest:
            wrong[name] = [_("Please use %(longest)d signs at most.") % {"longest": longest}]
        elif name.startswith(SENTENCES) and name.endswith("_en") and text == made[f"{name[:-3]}_de"]:
            wrong[name] = [_("This is the German text.")]
    if wrong:
        raise ValidationError(dict(wrong))
    return made


@contextmanager
def _changing(actor: User, now: datetime) -> Iterator[None]:
    """Give a transaction of both databases: texts stand in that of the portal, the log in that of ZeMAG.

    The row of the log is committed first: there may be one without its change, never a change without its row.
    What two do at the same moment is refused to the second by the constraints of the table.
    """
    with logbook.denials(actor, now, "zemag.weapon_text"):
        try:
            with (
                writing_turn(DEFAULT_DB_ALIAS, LONGEST_WAIT),
                transaction.atomic(durable=True),
                transaction_of(),
            ):
                yield
        except IntegrityError as fault:
            raise Stale from fault


def propose(given: Proposal, *, actor: User, now: datetime) -> WeaponText:
    """Propose texts as an editor; a form sent twice is one proposal. A newer proposal takes the place of what waits.

    Raise Stale when the class was changed since it was read, ValidationError by field for texts that do not fit.
    """
    try:
        return _propose(given, actor, now)
    except Stale:
        if sent := _sent(actor, given.request_key):
            return sent
        raise


def _sent(actor: User, request_key: uuid.UUID) -> WeaponText | None:
    return WeaponText.objects.filter(proposed_by=actor.uuid, request_key=request_key).first()


def _propose(given: Proposal, actor: User, now: datetime) -> WeaponText:
    with _changing(actor, now):
        grant = required(actor, Role.EDITOR, local_day(now))
        if sent := _sent(actor, given.request_key):
            return sent
        item = _item(given.code, _locked(given.code))
        if given.stamp != item.stamp:
            raise Stale
        made = fitting(given.texts)
        if any(one.says(made, given.is_active) for one in (item.holds, item.waiting) if one is not None):
            raise ValidationError({"text_de": _("Nothing is changed.")})
        withdraw(item, now)
        row = WeaponText(code=given.code, base=item.holds.number or 0, is_active=given.is_active, **made)
        row.request_key, row.proposed_by, row.proposed_at = given.request_key, actor.uuid, now
        row.save(force_insert=True)
        proposed(row, row.code, actor, grant, now)
    return row


def _locked(code: str) -> list[WeaponText]:
    return list(WeaponText.objects.select_for_update().filter(code=code).order_by(*LATEST_FIRST))


def release(*, text_id: uuid.UUID, actor: User, now: datetime) -> WeaponText:
    """Release proposed texts; the catalogue shows them at once. Raise SamePerson, WrongState, NotFound."""
    with _changing(actor, now):
        row, rows, grant = _to_decide(text_id, actor, now, S.RELEASED)
        if row.state == S.RELEASED:
            return row
        _replace(row.code)
        row.version = max([PRODUCT, *(one.version for one in rows if one.version)]) + 1
        decide(row, row.code, S.RELEASED, actor, grant, now)
    return row


def _replace(code: str) -> None:
    """Keep what held until now; texts of the product get a row, so that they are there when its file has changed."""
    if WeaponText.objects.filter(code=code, state=S.RELEASED).update(state=S.REPLACED):
        return
    WeaponText.objects.create(code=code, version=PRODUCT, base=PRODUCT, state=S.REPLACED, **of_product(code))


def send_back(*, text_id: uuid.UUID, reason: str, actor: User, now: datetime) -> WeaponText:
    """Return proposed texts with a reason; who proposed is told. Raise SamePerson, WrongState, NotFound."""
    told = checked(reason)
    with _changing(actor, now):
        row, _rows, grant = _to_decide(text_id, actor, now, S.RETURNED)
        if row.state == S.RETURNED:
            return row
        row.reason = told
        decide(row, row.code, S.RETURNED, actor, grant, now)
    return row


def _to_decide(
    text_id: uuid.UUID, actor: User, now: datetime, state: TemplateState
) -> tuple[WeaponText, list[WeaponText], Grant]:
    """Return texts that wait, or that this person has decided in this way already; the class's rows; and the right."""
    code = WeaponText.objects.filter(pk=text_id).values_list("code", flat=True).first()
    rows = _locked(code) if code else []
    row = next((one for one in rows if one.pk == text_id), None)
    grant = to_decide(row, actor, now, state)
    if row is None:
        raise NotFound
    return row, rows, grant
