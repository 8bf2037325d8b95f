"""Tagged PDFs (PDF/UA-1) from typst sources: data is handed over as JSON, never as source."""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

# Every face has it; shown for a sign that no face has.
UNKNOWN = "\N{WHITE SQUARE}"
UNWANTED = {"Co", "Cc", "Cs", "Cn"}


class FontsMissing(Exception):
    """The fonts of documents were not set up (`make assets`)."""


def cleaned(text: str) -> str:
    """Return a name as it is stored: composed, without private signs, byte order marks and control signs."""
    kept = [sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) not in UNWANTED]
    return " ".join("".join(kept).replace("\N{ZERO WIDTH NO-BREAK SPACE}", "").split())


@cache
def _known_signs() -> frozenset[int]:
    """Return what the regular and the bold face both have."""
    faces = sorted(Path(settings.PDF_FONTS).glob("*.ttf"))
    if not faces:
        raise FontsMissing(str(settings.PDF_FONTS))
    return frozenset.intersection(*(frozenset(TTFont(face, lazy=True).getBestCmap()) for face in faces))


@cache
def _fonts() -> typst.Fonts:
    """Return the product's own fonts alone, so that no other face can slip in (settled.md 25)."""
    if not _known_signs():
        raise FontsMissing
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(settings.PDF_FONTS)])


def printable(text: str) -> str:
    """Return a text in which every sign has a shape: base letters instead of rare marks, else a square."""
    known = _known_signs()
    out = []
    for sign in text:
        if ord(sign) in known:
            out.append(sign)
            continue
        base = "".join(part for part in unicodedata.normalize("NFKD", sign) if ord(part) in known)
        out.append(base or (UNKNOWN if ord(UNKNOWN) in known else "?"))
    return "".join(out)


def compiled(source: Path, data: dict[str, object]) -> bytes:
    """Return a tagged PDF of a source with this data, in which every sign has a shape."""
    document: bytes = typst.compile(
        source,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        font_paths=_fonts(),
    )
    return document


def _printable(value: Any) -> Any:
    """Return the data with signs that have a shape, in lists and tables too."""
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list) else printable(str(value))
