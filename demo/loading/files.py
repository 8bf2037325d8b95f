"""Read the content files: front matter in TOML between `+++` lines, then the body."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.loading.markdown import ContentError

CONTENT = Path(__file__).resolve().parents[1] / "content"
LANGUAGES = ("de", "en")


@dataclass
class PageFile:
    """One page in one language."""

    language: str
    key: str
    type: str
    parent: str
    slug: str
    body: str
    position: int
    fields: dict[str, Any] = field(default_factory=dict)


def read_data() -> dict[str, list[dict[str, Any]]]:
    """Return the tables of all data files by their names."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((CONTENT / "data").glob("*.toml")):
        content = tomllib.loads(path.read_text("utf-8"))
        if path.stem == "settings":
            tables["settings"] = [content]
            continue
        for name, rows in content.items():
            tables.setdefault(f"{path.stem}.{name}", []).extend([rows] if isinstance(rows, dict) else rows)
    return tables


def read_pages() -> list[PageFile]:
    """Return every page file; German files first, so that English ones find their German page."""
    return [read_page(path, language) for language in LANGUAGES for path in sorted((CONTENT / language).rglob("*.md"))]


def read_page(path: Path, language: str) -> PageFile:
    """Return one page file; raise ContentError when its front matter is missing or wrong."""
    text = path.read_text("utf-8")
    if not text.startswith("+++\n"):
        raise ContentError(f"{path.name}: front matter is missing")
    head, _sep, body = text[4:].partition("\n+++")
    try:
        fields = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}") from error
    return PageFile(
        language=language,
        key=fields.pop("key"),
        type=fields.pop("type", ""),
        parent=fields.pop("parent", ""),
        slug=fields.pop("slug", path.stem),
        body=body.strip(),
        position=fields.pop("position", 100),
        fields=fields,
    )
