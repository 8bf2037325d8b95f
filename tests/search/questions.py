"""The project's own questions on the shipped content, and the figures that search is measured by."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from demo.models import LoadedItem
from pages.reader import INTRANET, PUBLIC, Reader
from search.service import find

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Asked:
    """A question, who asks it, and the pages that answer it, the best first."""

    reader: str
    text: str
    answers: tuple[str, ...]


@dataclass
class Figures:
    """How well a set of questions was answered."""

    number: int = 0
    first: int = 0
    five: int = 0
    reciprocal: float = 0.0
    misses: list[str] = field(default_factory=list)

    @property
    def hit1(self) -> float:
        """Share of questions whose first hit answers."""
        return self.first / self.number

    @property
    def hit5(self) -> float:
        """Share of questions with an answer among the first five hits."""
        return self.five / self.number

    @property
    def mrr(self) -> float:
        """Mean of one divided by the place of the first answer."""
        return self.reciprocal / self.number

    def count(self, text: str, found: list[str], answers: tuple[str, ...]) -> None:
        """Count a question by the place of its first answer among what was found."""
        place = next((place for place, name in enumerate(found, 1) if name in answers), 0)
        self.number += 1
        self.first += place == 1
        self.five += 0 < place <= 5
        self.reciprocal += 1 / place if place else 0.0
        if place != 1:
            self.misses.append(f"{place}: {text} -> {found[:5]}")

    def __str__(self) -> str:
        return f"{self.number} questions: hit@1 {self.hit1:.3f}, hit@5 {self.hit5:.3f}, MRR {self.mrr:.3f}"


def questions(language: str) -> list[Asked]:
    """Return the questions of a language."""
    rows = (FOLDER / f"questions_{language}.txt").read_text("utf-8").splitlines()
    parts = [[part.strip() for part in row.split("|")] for row in rows if row and not row.startswith("#")]
    return [Asked(reader, text, tuple(answers.split())) for reader, text, answers in parts]


def readers(language: str) -> dict[str, Reader]:
    """Return a stranger on the public site and a member of staff inside."""
    staff: Any = User.objects.get(email="staff@example.org")
    return {
        "public": Reader(AnonymousUser(), PUBLIC, language),
        "staff": Reader(staff, INTRANET, language),
    }


def ask(language: str) -> tuple[Figures, list[list[str]]]:
    """Ask every question; return the figures and the keys of the first hits in order."""
    names = {
        row.object_id: row.key.split(":")[2] for row in LoadedItem.objects.filter(key__startswith=f"page:{language}:")
    }
    who, figures, orders = readers(language), Figures(), []
    for asked in questions(language):
        hits = find(asked.text, who[asked.reader]).hits
        found = [names.get(hit.page.pk, "?") for hit in hits]
        orders.append([hit.entry.key for hit in hits])
        figures.count(asked.text, found, asked.answers)
    return figures, orders
