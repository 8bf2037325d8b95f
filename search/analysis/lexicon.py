"""Which parts a German compound may have: the portal's own list and the words that stand alone on its pages."""

from dataclasses import dataclass, field

from search.analysis.words import FORMS, fold, rows, stem

MIN_WORD = 8
MIN_HEAD = 3
MIN_TAIL = 4
MAX_PARTS = 4
# An ending behind a head that nobody knows: shorter ones are too often no word.
MIN_GUESSED = 6
LINKS = ("", "s", "es", "n", "en", "er", "e")


def _listed(name: str) -> frozenset[str]:
    return frozenset(fold(word.casefold()) for line in rows(name) for word in line.split())


HEADS = frozenset(stem(word, "de") for line in rows("heads_de.txt") for word in line.split())
WHOLE_HEADS = _listed("heads_de.txt")
TAILS = frozenset(word.casefold() for line in rows("tails_de.txt") for word in line.split())
# A word with forms of its own is no compound: whoever looks for "zurückgeben" does not mean "zurück" and "geben".
NEVER = _listed("nosplit_de.txt") | FORMS["de"].keys()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The known parts of one language in one version; splits are remembered as long as it lives."""

    version: int = 0
    known: frozenset[str] = frozenset()
    _splits: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the parts of a German compound from left to right, or nothing when it is none.

        Parts that are compounds themselves are taken apart too (search design, section 5); at most four.
        """
        if word not in self._splits:
            if len(self._splits) > 50_000:
                self._splits.clear()
            self._splits[word] = self._split(word, MAX_PARTS) or ()
        return self._splits[word]

    def tail(self, word: str) -> str:
        """Return the longest known ending of a word that is no known compound, of six letters or more, or nothing."""
        if len(word) < MIN_WORD or fold(word) in NEVER or not word.isalpha():
            return ""
        cuts = range(MIN_HEAD, len(word) - MIN_GUESSED + 1)
        return next((word[cut:] for cut in cuts if self._is_tail(word[cut:])), "")

    def _split(self, word: str, left: int) -> tuple[str, ...] | None:
        if len(word) < MIN_WORD or left < 2 or fold(word) in NEVER or not word.isalpha():
            return None
        for cut in range(MIN_HEAD, len(word) - 2):
            tail = word[cut:]
            if not self._is_tail(tail):
                continue
            head = self._head(word[:cut], left - 1)
            if head:
                return (*head, *(self._split(tail, left - len(head)) or (tail,)))
        return None

    def _is_tail(self, tail: str) -> bool:
        if len(tail) == 3 or tail in TAILS:
            return tail in TAILS
        token = stem(tail, "de")
        # A tail whose stem is short is too often an ending, unless it is listed as it stands: Monatsrate is no Rat.
        return len(tail) >= MIN_TAIL and (self.knows(token) if len(token) >= MIN_TAIL else fold(tail) in WHOLE_HEADS)

    def _head(self, head: str, left: int) -> tuple[str, ...] | None:
        """Return the parts of what stands before a tail; a linking element is left out."""
        for link in LINKS:
            if link and not head.endswith(link):
                continue
            plain = head[: len(head) - len(link)]
            if len(plain) >= MIN_HEAD and self.knows(stem(plain, "de")):
                return self._split(plain, left) or (plain,)
        for link in LINKS[:3]:
            if not link or head.endswith(link):
                deeper = self._split(head[: len(head) - len(link)], left)
                if deeper:
                    return deeper
        return None

    def knows(self, token: str) -> bool:
        """Return whether a token is a listed part or stands alone on a page."""
        return token in HEADS or token in self.known


BARE = Lexicon()
