"""Contents on other subjects with questions of people, to see what search finds on texts that nobody tuned it on."""

import tomllib
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser

from pages.reader import PUBLIC, Reader
from search.rebuild import rebuild
from search.service import find
from tests.factories import (
    FAQCategoryFactory,
    FAQEntryFactory,
    FAQPageFactory,
    NewsPageFactory,
    StandardPageFactory,
    public_home,
)
from tests.search.questions import Figures

FOLDER = Path(__file__).parent / "foreign_sets"


def read(name: str) -> dict[str, Any]:
    """Return pages and questions of a set."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def load(name: str) -> dict[str, str]:
    """Make the pages of a set below the public home and index all; return the keys of entries with their names."""
    known: dict[str, str] = {}
    category = FAQCategoryFactory()
    for page in read(name)["page"]:
        text = f"<p>{page['text'].strip()}</p>"
        if page.get("kind") == "faq":
            entry = FAQEntryFactory(category=category, site="both", question_de=page["title"], answer_de=text)
            known[f"faq:{entry.pk}:de"] = page["key"]
            continue
        factory = NewsPageFactory if page.get("kind") == "news" else StandardPageFactory
        made = factory(title=page["title"], lead=page["lead"], body=[("paragraph", text)])
        known[f"page:{made.pk}"] = page["key"]
    FAQPageFactory(parent=public_home(), title="Fragen und Antworten", categories=[("category", category)])
    rebuild()
    return known


def ask(name: str, known: dict[str, str]) -> tuple[Figures, list[list[str]]]:
    """Ask every question of a set; return the figures and the names of the first hits in order."""
    reader, figures, orders = Reader(AnonymousUser(), PUBLIC, "de"), Figures(), []
    for asked in read(name)["question"]:
        found = [known.get(hit.entry.key, "?") for hit in find(asked["text"], reader).hits]
        orders.append(found)
        figures.count(asked["text"], found, (asked["page"],))
    return figures, orders
