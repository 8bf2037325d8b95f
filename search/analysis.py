"""Turn text into tokens, the same way for the index and for questions: fold, drop stop words, stem."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import snowballstemmer

MAX_TOKEN = 40
MAX_TOKENS = 20_000
WORD = re.compile(r"[^\W_]+")
STEMMERS = {"de": snowballstemmer.stemmer("german"), "en": snowballstemmer.stemmer("english")}
FOLDS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})
WORDS = Path(__file__).resolve().parent / "words"
STOP = {code: frozenset((WORDS / f"stop_{code}.txt").read_text("utf-8").split()) for code in STEMMERS}


def words(text: str) -> list[str]:
    """Return the words of a text, normalised and in small letters; only letters and digits."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return WORD.findall(plain)


def fold(word: str) -> str:
    """Return a word without marks on its letters, so that typing without umlauts finds the same."""
    plain = re.sub(r"(?<![aeq])ue(?!$)", "u", word.translate(FOLDS).replace("ae", "a").replace("oe", "o"))
    return "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))


@lru_cache(maxsize=50_000)
def token(word: str, language: str) -> str:
    """Return the token of one word."""
    stemmer = STEMMERS.get(language, STEMMERS["de"])
    return fold(stemmer.stemWord(fold(word)))[:MAX_TOKEN]


def tokens(text: str, language: str, *, keep_stop_words: bool = False) -> list[str]:
    """Return the tokens of a text, at most 20,000; stop words are left out unless asked for."""
    stop = frozenset() if keep_stop_words else STOP.get(language, frozenset())
    return [token(word, language) for word in words(text) if word not in stop][:MAX_TOKENS]


def question(text: str, language: str, limit: int = 18) -> list[str]:
    """Return the distinct tokens of a question; one of stop words only keeps them."""
    found = tokens(text, language) or tokens(text, language, keep_stop_words=True)
    return list(dict.fromkeys(found))[:limit]
