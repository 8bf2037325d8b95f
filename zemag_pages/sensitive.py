"""Words on health, origin and religion in a report: whoever writes is told that they are seldom needed, no more."""

import re
from collections.abc import Iterable

# Beginnings of words, German and English; a hint for the writer and no judgement on a text.
BEGINNINGS = (
    "psychisch",
    "psychiatr",
    "schizo",
    "depress",
    "geisteskrank",
    "alkoholiker",
    "drogenabhäng",
    "suchtkrank",
    "behinder",
    "demenz",
    "diagnos",
    "krankheit",
    "ausländer",
    "flüchtling",
    "migrant",
    "nationalität",
    "ethni",
    "muslim",
    "islam",
    "jüdisch",
    "jude",
    "christlich",
    "religi",
    "kopftuch",
    "roma",
    "sinti",
    "hautfarbe",
    "mentally ill",
    "addict",
    "disabled",
    "foreigner",
    "refugee",
    "nationality",
    "jewish",
    "skin colo",
)
_FOUND = re.compile(rf"\b(?:{'|'.join(map(re.escape, BEGINNINGS))})\w*", re.IGNORECASE)


def words_in(texts: Iterable[str]) -> list[str]:
    """Return such words as they were written, each once, in their order."""
    return list(dict.fromkeys(match[0] for text in texts for match in _FOUND.finditer(text)))
