"""What the gate can find, how grave it is, and who may let it pass."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How grave a finding is."""

    BLOCK = "block", _("must be mended")
    WARN = "warn", _("should be mended")
    HINT = "hint", _("hint")


@dataclass(frozen=True)
class Kind:
    """One kind of finding; `overridable` says whether a second reader may let it pass with a reason."""

    level: Level
    text: Any
    overridable: bool = True


_block, _warn = Level.BLOCK, Level.WARN
KINDS: dict[str, Kind] = {
    "link_missing": Kind(_block, _("What is linked here does not exist any more.")),
    "link_unpublished": Kind(_block, _("“%(title)s” is linked here and is not live.")),
    "link_intranet": Kind(
        _block, _("A public page must not lead to “%(title)s”, which only staff can read."), overridable=False
    ),
    "link_closed": Kind(
        _block, _("A public page must not lead to an address of the intranet: %(url)s"), overridable=False
    ),
    "anchor_missing": Kind(_block, _("No heading of this page has the anchor “%(anchor)s”.")),
    "picture_alt": Kind(_block, _("The picture “%(title)s” has no alternative text here.")),
    "file_expired": Kind(_block, _("“%(title)s” may be used until %(day)s only.")),
    "consent_expired": Kind(_block, _("The people on “%(title)s” have agreed until %(day)s only."), overridable=False),
    "heading_level": Kind(_block, _("The heading “%(text)s” skips a level.")),
    "no_owner": Kind(_block, _("No department answers for this page, and none for a page above it.")),
    "legal_part": Kind(_block, _("The law asks for this part."), overridable=False),
    "failed": Kind(_block, _("This could not be checked. Please tell the administration."), overridable=False),
    "no_summary": Kind(_warn, _("The page has neither a lead nor a teaser.")),
    "no_english": Kind(_warn, _("An English version is required and not live.")),
    "past_date": Kind(_warn, _("The date of publication is in the past.")),
}


@dataclass(frozen=True)
class Finding:
    """One finding; `path` is the field, followed by the ids and names of blocks within it."""

    code: str
    path: tuple[str, ...] = ()
    params: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """What of its kind is settled."""
        return KINDS[self.code]

    @property
    def level(self) -> Level:
        """How grave it is."""
        return self.kind.level

    @property
    def blocks(self) -> bool:
        """Whether it keeps a text from being submitted."""
        return self.level == Level.BLOCK

    @property
    def message(self) -> str:
        """What is wrong, in the active language."""
        return str(self.kind.text) % self.params

    @property
    def content_path(self) -> str:
        """The place as the editor's jump links name it."""
        return ".".join(self.path)

    def stored(self) -> dict[str, Any]:
        """Return the finding as JSON; the words are made again in the reader's language."""
        return {"code": self.code, "path": list(self.path), "params": self.params}


def restored(rows: list[dict[str, Any]]) -> list[Finding]:
    """Return stored findings; kinds that are no longer known are left out."""
    return [Finding(row["code"], tuple(row["path"]), row["params"]) for row in rows if row["code"] in KINDS]


def blocking(findings: list[Finding]) -> list[Finding]:
    """Return what keeps a text from being submitted."""
    return [finding for finding in findings if finding.blocks]


def final(findings: list[Finding]) -> list[Finding]:
    """Return what nobody may let pass."""
    return [finding for finding in findings if finding.blocks and not finding.kind.overridable]
