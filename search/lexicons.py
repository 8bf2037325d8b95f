"""The stored words that compounds are made of, one version a language (settled question S2)."""

from django.db.models import QuerySet

from search.analysis.lexicon import BARE, Lexicon
from search.analysis.words import compounds_of, is_stop, stem
from search.models import Entry, StoredLexicon

MIN_PART = 4

_kept: dict[tuple[int, int], Lexicon] = {}


def lexicon_of(locale_id: int) -> Lexicon:
    """Return the lexicon that the index of a language was made with; its words are read once per version."""
    version = StoredLexicon.objects.filter(locale_id=locale_id).values_list("version", flat=True).first()
    if version is None:
        return BARE
    if (locale_id, version) not in _kept:
        stored = StoredLexicon.objects.filter(locale_id=locale_id).values_list("version", "words").get()
        # Another process may have stored a newer one in between.
        version = stored[0]
        for old in [key for key in _kept if key[0] == locale_id]:
            del _kept[old]
        _kept[locale_id, version] = Lexicon(version, frozenset(stored[1].split()))
    return _kept[locale_id, version]


def forget() -> None:
    """Read every lexicon again at its next use."""
    _kept.clear()


def _standing_alone(entries: QuerySet[Entry], language: str) -> set[str]:
    """Return the stems of words that stand alone; longer ones are compounds themselves more often than parts."""
    found: set[str] = set()
    rows = entries.values_list("label", "summary", "keywords", "text").iterator(chunk_size=200)
    for row in rows:
        for parts in compounds_of(" ".join(row)):
            found.update(
                token
                for word in parts
                if MIN_PART <= len(word) <= 14 and word.isalpha() and not is_stop(word, language)
                for token in [stem(word, language)]
                if len(token) >= MIN_PART
            )
    return found


def renew(locale_id: int, language: str) -> bool:
    """Store the words that stand alone on public pages and those for all staff; return whether they changed.

    Words of pages for single roles are left out: they would betray themselves through splits.
    """
    if language != "de":
        StoredLexicon.objects.get_or_create(locale_id=locale_id, defaults={"version": 1})
        return False
    entries = Entry.objects.filter(locale_id=locale_id, audience__keys__in=("public", "staff"))
    words = " ".join(sorted(_standing_alone(entries, language)))
    stored, created = StoredLexicon.objects.get_or_create(locale_id=locale_id, defaults={"version": 0})
    if stored.words == words and not created:
        return False
    stored.words, stored.version = words, stored.version + 1
    stored.save()
    return True
