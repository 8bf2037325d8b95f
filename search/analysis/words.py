"""Cut a text into words of letters and digits, fold them and bring their forms together."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import snowballstemmer

# Raised whenever the same text gives other tokens than before; entries of an older number are stale.
ANALYSIS = 6
MAX_TOKEN = 40
MAX_TOKENS = 20_000
MIN_BASE = 3

FOLDER = Path(__file__).resolve().parents[1] / "words"
STEMMERS = {"de": snowballstemmer.stemmer("german"), "en": snowballstemmer.stemmer("english")}
FOLDS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
# PostgreSQL reads 1e10a as a number and a letter, so does this; Han and Hiragana have no blanks between words.
EXPONENT = re.compile(r"(\d+e\d+)(?=[^\W\d_])")
EAST = r"\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff"
HYPHENATED = re.compile(rf"[{EAST}]|[^\W_{EAST}]+(?:[-\u2010\u2011][^\W_{EAST}]+)*")
HYPHEN = re.compile(r"[-\u2010\u2011]")
FEMALE = re.compile(r"(?<=..)(er|eur|or|ist|ent|ant|ling|olog)in(?:nen)?$")
# Verbs whose stem ends so that the ending -et stands before nothing else: gemeldet, geöffnet, erstattet.
PARTICIPLE = re.compile(r"^(?:ge)?(.{2,}(?:[dt]|[cfg]n|chn|dn|tm))ete?[nmrs]?$")
PREFIXES = (
    "ab|an|auf|aus|bei|ein|fest|fort|her|hin|heraus|hinein|los|mit|nach|teil|um|vor|vorbei|weg|weiter|zu|zuruck|"
    "zusammen"
)
# Infinitives with "zu" between: abzuholen is abholen.
BETWEEN = re.compile(rf"^({PREFIXES})zu(.{{3,}}(?:en|ern|eln))$")
SEPARATED = re.compile(rf"^({PREFIXES})ge(.{{3,}}?)e?te?[nmrs]?$")
PREFIXED = re.compile(r"^((?:be|ver|er|ent|zer|emp).{2,}[fgzbklmnr])t(?:e[nmrs]?)?$")
# Verbs of everyday life whose forms with -t would else be apart from them: gesperrt and sperrt are sperren.
SIMPLE = (
    "brauch|buch|druck|feier|frag|fuhr|grill|hol|hor|impf|kauf|klag|klar|kundig|lager|leb|lern|losch|mach|mahn|miet|"
    "nutz|pack|park|pfleg|plan|pruf|rauch|raum|regel|sag|schenk|schick|schul|schutz|spiel|spar|sperr|stell|stor|such|"
    "tausch|teil|trenn|wahl|wechsel|wunsch|zahl|zeig"
)
TENSED = re.compile(rf"^(?:ge)?({SIMPLE})t(?:e[nmrs]?)?$")
IGT = re.compile(r"^(.{3,}ig)te?[nmrs]?$")
UNG = re.compile(r"^(.{4,})ung(?:en|s)?$")
# Words in -ung whose stem is another word: a Zeitung is no Zeit.
OWN = frozenset(
    [
        "zeitung",
        "schulung",
        "stiftung",
        "bildung",
        "satzung",
        "ordnung",
        "haftung",
        "stimmung",
        "landung",
        "kreuzung",
        "wahrung",
        "rechnung",
        "richtung",
        "achtung",
        "festung",
        "dichtung",
        "deckung",
        "rustung",
        "gattung",
        "packung",
        "spannung",
        "regung",
        "sitzung",
        "siedlung",
        "stellung",
        "wendung",
        "handlung",
        "abteilung",
        "nahrung",
        "waldung",
    ]
)


def rows(name: str) -> list[str]:
    """Return the lines of a word list without its comments."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def normalise(text: str) -> str:
    """Return a text in small letters in which only letters and decimal digits are left between the blanks."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    # Signs that the engines treat differently (²,  ㊂, combining marks) separate words on all of them alike.
    composed = unicodedata.normalize("NFC", plain)
    return EXPONENT.sub(r"\1 ", "".join(sign if _stays(sign) else " " for sign in composed))


def _stays(sign: str) -> bool:
    return sign in "-\u2010\u2011" or unicodedata.category(sign) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"}


def compounds_of(text: str) -> list[list[str]]:
    """Return the words of a text; a word with hyphens as its parts, any other alone."""
    return [HYPHEN.split(match) for match in HYPHENATED.findall(normalise(text))]


def words(text: str) -> list[str]:
    """Return the words of a text; one with hyphens gives its parts and the joined word."""
    found: list[str] = []
    for parts in compounds_of(text):
        found.extend(parts)
        if len(parts) > 1:
            found.append("".join(parts))
    return found


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return a word without marks on its letters, so that typing without umlauts finds the same."""
    plain = re.sub(r"(?<![aeqä])ue(?!$)", "u", word.translate(FOLDS).replace("ae", "a").replace("oe", "o"))
    return "".join(sign for sign in unicodedata.normalize("NFD", plain) if unicodedata.category(sign) != "Mn")


def _forms(language: str) -> dict[str, str]:
    """Return the listed forms of words that a stemmer leaves apart, each with the token of its family."""
    found: dict[str, str] = {}
    for line in rows(f"forms_{language}.txt"):
        first, *others = [fold(word.casefold()) for word in line.split()]
        for form in (first, *others):
            found.setdefault(form, first)
    for form, first in _prefixed() if language == "de" else ():
        found.setdefault(form, first)
    return found


def _prefixed() -> Iterator[tuple[str, str]]:
    """Give the forms of strong verbs behind each first part, also with "zu" between, and the family of each."""
    roots = [[fold(word.casefold()) for word in line.split()] for line in rows("roots_de.txt")]
    for prefix in PREFIXES.split("|"):
        for verb, *others in roots:
            yield from ((prefix + form, prefix + verb) for form in (verb, *others, f"zu{verb}"))


FORMS = {code: _forms(code) for code in STEMMERS}
FAMILIES = {code: frozenset(forms.values()) for code, forms in FORMS.items()}


def _bases(language: str) -> dict[str, str]:
    """Return the stem that other endings of a listed family have: "melde" and "ziehst" belong to melden and ziehen."""
    found: dict[str, str] = {}
    for family in dict.fromkeys(FORMS[language].values()):
        base = fold(STEMMERS[language].stemWord(family))
        if len(base) >= MIN_BASE and base not in FORMS[language]:
            found.setdefault(base, family)
    return found


BASES = {code: _bases(code) for code in STEMMERS}


def _stop(language: str) -> frozenset[str]:
    listed = " ".join(rows(f"stop_{language}.txt")).casefold().split()
    return frozenset(listed) | frozenset(fold(word) for word in listed)


STOP = {code: _stop(code) for code in STEMMERS}


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the token of one word: folded, its listed family or its stem; at most 40 signs."""
    known = language if language in STEMMERS else "de"
    folded = fold(word)
    listed = FORMS[known].get(folded)
    if listed:
        return listed[:MAX_TOKEN]
    plain = FEMALE.sub(r"\1", folded) if known == "de" else folded
    if plain in FORMS[known]:
        return FORMS[known][plain][:MAX_TOKEN]
    base = fold(STEMMERS[known].stemWord(_verb(plain) if known == "de" else plain))
    return BASES[known].get(base, base)[:MAX_TOKEN]


def _verb(word: str) -> str:
    """Return a German word without the endings that Snowball leaves: of participles and of nouns made from verbs."""
    if match := UNG.match(word):
        return word if word.removesuffix("en").removesuffix("s") in OWN else match[1]
    for pattern in (TENSED, IGT, BETWEEN, SEPARATED, PARTICIPLE, PREFIXED):
        if match := pattern.match(word):
            return "".join(match.groups())
    return word


def is_stop(word: str, language: str) -> bool:
    """Return whether a word says nothing about what is looked for."""
    return word in STOP.get(language, STOP["de"])
