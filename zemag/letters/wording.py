"""The words of letters: German ones that bind and English ones that help to read, each kind with its version."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from zemag import sealing
from zemag.models.letters import LetterKind, LetterTemplate, TemplateState
from zemag.services.errors import Refused, WordsMissing

TEXTS = Path(__file__).with_name("texts")
LANGUAGES = ("de", "en")
Facts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of one kind; `words` are what whoever makes the letter writes."""

    kind: LetterKind
    version: int
    words: tuple[str, ...]
    titles: dict[str, str]
    bodies: dict[str, str]

    def texts(self) -> dict[str, str]:
        """Return title and body of each language as they are proposed and kept."""
        found = {f"title_{language}": self.titles[language] for language in LANGUAGES}
        return found | {f"body_{language}": self.bodies[language] for language in LANGUAGES}


@cache
def wording(kind: LetterKind) -> Wording:
    """Return the words of a kind that come with the product; a wrong file raises KeyError when it is read."""
    found = tomllib.loads((TEXTS / f"{kind}.toml").read_text("utf-8"))
    return _worded(kind, found["version"], tuple(found["words"]), found)


def with_texts(kind: LetterKind, version: int, texts: Facts) -> Wording:
    """Return other texts as words of a kind; what its letter asks for stays that of the product."""
    return _worded(kind, version, wording(kind).words, texts)


def in_force(kind: LetterKind) -> Wording:
    """Return the words from which a letter is made now: the released ones, else those of the product."""
    row = LetterTemplate.objects.filter(kind=kind, state=TemplateState.RELEASED).first()
    if row is None or row.version is None:
        return wording(kind)
    return with_texts(kind, row.version, sealing.unseal(row)["texts"])


def _worded(kind: LetterKind, version: int, words: tuple[str, ...], texts: Facts) -> Wording:
    titles = {language: texts[f"title_{language}"] for language in LANGUAGES}
    return Wording(
        kind, version, words, titles, {language: texts[f"body_{language}"].strip() for language in LANGUAGES}
    )


@cache
def shared(language: str) -> Facts:
    """Return the paragraphs that several letters share; they come with the product, and nobody edits them away."""
    found = tomllib.loads((TEXTS / "shared.toml").read_text("utf-8"))
    ending = f"_{language}"
    return {name.removesuffix(ending): text.strip() for name, text in found.items() if name.endswith(ending)}


def filled(text: str, language: str, facts: Facts) -> str:
    """Return a text with its facts; raise WordsMissing naming what nobody knows. Facts are never read as words."""
    whole = Template(text).safe_substitute(shared(language))
    try:
        return Template(whole).substitute(facts)
    except KeyError as fault:
        raise WordsMissing(what=str(fault.args[0])) from None
    except ValueError:
        raise Refused from None


def paragraphs(text: str) -> list[list[str]]:
    """Return the paragraphs of a text, each as its lines."""
    return [part.splitlines() for part in text.split("\n\n") if part.strip()]
