"""Words of letters: an editor proposes, another of the quality staff releases or returns (design, 16)."""

import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from zemag import sealing
from zemag.clocks import local_day
from zemag.letters import samples
from zemag.letters.placeholders import problems
from zemag.letters.wording import Facts, with_texts, wording
from zemag.models import Grant, LetterKind, LetterTemplate, Role, TemplateState
from zemag.permissions import grants_of, required
from zemag.services import letters, logbook
from zemag.services.entries import checked
from zemag.services.errors import Denied, NotFound, Refused, Stale
from zemag.services.ledger import REGISTER, changing
from zemag.services.versions import LATEST_FIRST, READERS, Versions, decide, proposed, to_decide, withdraw

S = TemplateState
FIELDS = ("title_de", "body_de", "title_en", "body_en")
KEPT_SIGNS = "\n"


@dataclass(frozen=True, slots=True)
class Version:
    """Words with what became of them; `row` is None for those of the product that nobody has replaced."""

    kind: LetterKind
    row: LetterTemplate | None
    texts: Facts
    reason: str = ""

    @property
    def number(self) -> int | None:
        """The version; None for what was never released."""
        return self.row.version if self.row else wording(self.kind).version

    @property
    def state(self) -> TemplateState:
        """How far the words are."""
        return S(self.row.state) if self.row else S.RELEASED


@dataclass(frozen=True)
class Letter(Versions[Version]):
    """One kind of letter with its versions."""

    kind: LetterKind


class Unfit(Refused):
    """Words that lack what the letter must hold, or hold what it does not know."""


def listed() -> list[Letter]:
    """Return every kind of letter with its versions."""
    rows = list(LetterTemplate.objects.order_by(*LATEST_FIRST))
    told = sealing.unseal_all(rows)
    made = [
        Version(LetterKind(row.kind), row, one["texts"], one["reason"]) for row, one in zip(rows, told, strict=True)
    ]
    return [_letter(kind, [one for one in made if one.kind is kind]) for kind in LetterKind]


def opened(kind: LetterKind) -> Letter:
    """Return one kind of letter with its versions."""
    rows = list(LetterTemplate.objects.filter(kind=kind).order_by(*LATEST_FIRST))
    told = sealing.unseal_all(rows)
    return _letter(kind, [Version(kind, row, one["texts"], one["reason"]) for row, one in zip(rows, told, strict=True)])


def waiting_for(actor: User) -> int:
    """Return how many proposals of others wait for somebody who may decide."""
    return LetterTemplate.objects.filter(state=S.PROPOSED).exclude(proposed_by=actor.uuid).count()


def _letter(kind: LetterKind, versions: list[Version]) -> Letter:
    return Letter.of(versions, lambda: Version(kind, None, wording(kind).texts()), kind=kind)


def cleaned(texts: Mapping[str, str]) -> Facts:
    """Return texts composed, with plain line ends and without control signs and trailing blanks."""
    return {name: plain(texts.get(name, "")) for name in FIELDS}


def plain(text: str) -> str:
    """Return a text composed, with plain line ends and without control signs and trailing blanks."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    kept = "".join(sign for sign in whole if sign in KEPT_SIGNS or unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def fitting(kind: LetterKind, texts: Mapping[str, str]) -> Facts:
    """Return the texts as they are kept; raise ValidationError by field for what a letter must not be without."""
    made = cleaned(texts)
    wrong = problems(kind, made)
    for name, text in made.items():
        if letters.replaced_signs(text.replace("\n", " ")):
            odd = sorted({sign for sign in text if sign != "\n" and letters.replaced_signs(sign)})
            told = _("These signs cannot be printed: %(signs)s") % {"signs": " ".join(odd)}
            wrong.setdefault(name, []).append(told)
    if wrong:
        raise ValidationError({name: list(told) for name, told in wrong.items()})
    return made


@contextmanager
def _changing(actor: User, now: datetime) -> Iterator[None]:
    with logbook.denials(actor, now, "zemag.wording"), changing(REGISTER):
        yield


def propose(
    *, kind: LetterKind, texts: Mapping[str, str], stamp: str, request_key: uuid.UUID, actor: User, now: datetime
) -> LetterTemplate:
    """Propose words as an editor; a form sent twice is one proposal. A newer proposal takes the place of what waits."""
    with _changing(actor, now):
        grant = required(actor, Role.EDITOR, local_day(now))
        sent = LetterTemplate.objects.filter(proposed_by=actor.uuid, request_key=request_key).first()
        if sent is not None:
            return sent
        letter = opened(kind)
        if stamp != letter.stamp:
            raise Stale
        made = fitting(kind, texts)
        if made == letter.holds.texts or (letter.waiting is not None and made == letter.waiting.texts):
            raise ValidationError({"body_de": _("Nothing is changed.")})
        withdraw(letter, now)
        row = LetterTemplate(kind=kind, base=letter.holds.number or 0, proposed_by=actor.uuid, proposed_at=now)
        row.request_key = request_key
        _keep(row, made)
        proposed(row, kind, actor, grant, now)
    return row


def _keep(row: LetterTemplate, texts: Facts, reason: str = "") -> None:
    is_new = row._state.adding
    sealing.seal(row, {"texts": texts, "reason": reason})
    row.save(force_insert=is_new)


def release(*, template_id: uuid.UUID, actor: User, now: datetime) -> LetterTemplate:
    """Release proposed words; letters made from now on are made from them. Raise SamePerson, WrongState, Unfit."""
    with _changing(actor, now):
        row, grant = _to_decide(template_id, actor, now, S.RELEASED)
        if row.state == S.RELEASED:
            return row
        kind, texts = LetterKind(row.kind), sealing.unseal(row)["texts"]
        if wrong := problems(kind, texts):
            raise Unfit(" ".join(told for name in FIELDS for told in wrong.get(name, [])))
        latest = LetterTemplate.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
        _replace(kind)
        row.version = max(latest, wording(kind).version) + 1
        decide(row, kind, S.RELEASED, actor, grant, now)
    return row


def _replace(kind: LetterKind) -> None:
    """Keep what held until now; words of the product get a row, so that they are there when its files have changed."""
    if LetterTemplate.objects.filter(kind=kind, state=S.RELEASED).update(state=S.REPLACED):
        return
    text = wording(kind)
    _keep(LetterTemplate(kind=kind, version=text.version, base=text.version, state=S.REPLACED), text.texts())


def send_back(*, template_id: uuid.UUID, reason: str, actor: User, now: datetime) -> LetterTemplate:
    """Return proposed words with a reason; who proposed is told."""
    told = checked(reason)
    with _changing(actor, now):
        row, grant = _to_decide(template_id, actor, now, S.RETURNED)
        if row.state == S.RETURNED:
            return row
        _keep(row, sealing.unseal(row)["texts"], told)
        decide(row, row.kind, S.RETURNED, actor, grant, now)
    return row


def _to_decide(
    template_id: uuid.UUID, actor: User, now: datetime, state: TemplateState
) -> tuple[LetterTemplate, Grant]:
    """Return words that wait, or that this person has decided in this way already; and the right to do so."""
    row = LetterTemplate.objects.filter(pk=template_id).first()
    grant = to_decide(row, actor, now, state)
    if row is None:
        raise NotFound
    return row, grant


def preview(*, kind: LetterKind, texts: Mapping[str, str], version: int | None, actor: User, now: datetime) -> bytes:
    """Return a letter with invented facts as PDF; words that were typed just now have to be `fitting` before."""
    with _changing(actor, now):
        held = [grant for role in READERS for grant in grants_of(actor, role, local_day(now))]
        if not held:
            raise Denied
        told = {"subject": "zemag.preview", "purpose": kind.value, "result": "preview"}
        logbook.write("wording", actor=actor, now=now, grant=held[0], **told)
    text = with_texts(kind, version or 0, dict(texts))
    return letters.composed(text, samples.NUMBER, samples.recipient(kind), samples.SAMPLES, is_sample=True)
