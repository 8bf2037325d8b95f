"""The words of letters: German ones that bind and English ones that help to read, each kind with its version."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from zemag.models.letters import LetterKind
from zemag.services.errors import Refused, WordsMissing

TEXTS = Path(__file__).with_name("texts")
LANGUAGES = ("de", "en")
Facts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of one kind; `words` are what whoever makes the letter writes."""

    version: int
    words: tuple[str, ...]
    titles: dict[str, str]
    bodies: dict[str, str]


@cache
def wording(kind: LetterKind) -> Wording:
    """Return the words of a kind; a wrong file raises KeyError when it is read."""
    found = tomllib.loads((TEXTS / f"{kind}.toml").read_text("utf-8"))
    titles = {language: found[f"title_{language}"] for language in LANGUAGES}
    bodies = {language: found[f"body_{language}"].strip() for language in LANGUAGES}
    return Wording(found["version"], tuple(found["words"]), titles, bodies)


@cache
def _shared(language: str) -> Facts:
    found = tomllib.loads((TEXTS / "shared.toml").read_text("utf-8"))
    ending = f"_{language}"
    return {name.removesuffix(ending): text.strip() for name, text in found.items() if name.endswith(ending)}


def filled(text: str, language: str, facts: Facts) -> str:
    """Return a text with its facts; raise WordsMissing naming what nobody knows. Facts are never read as words."""
    whole = Template(text).safe_substitute(_shared(language))
    try:
        return Template(whole).substitute(facts)
    except KeyError as fault:
        raise WordsMissing(what=str(fault.args[0])) from None
    except ValueError:
        raise Refused from None


def paragraphs(text: str) -> list[list[str]]:
    """Return the paragraphs of a text, each as its lines."""
    return [part.splitlines() for part in text.split("\n\n") if part.strip()]
