"""What every search needs and what seldom changes, read again only when the stamp of the search was raised."""

from dataclasses import dataclass

from wagtail.models import Locale

from pages import stamps
from pages.models import District, Topic
from pages.reader import INTRANET, Reader
from search import lexicons
from search.analysis.lexicon import BARE, Lexicon
from search.bets import Pick, read_picks
from search.entries import STAMP
from search.frequencies import FIELDS
from search.models import AudienceSet, LocaleStats
from search.ranking import Stats

MAX_KEPT = 8


@dataclass(frozen=True)
class Memory:
    """Audiences, languages, lengths, lexicon, names of filters and picks for one language in one version."""

    audiences: tuple[tuple[int, str], ...] = ()
    locales: tuple[Locale, ...] = ()
    stats: tuple[tuple[str, Stats], ...] = ()
    lexicon: Lexicon = BARE
    topics: tuple[Topic, ...] = ()
    districts: tuple[District, ...] = ()
    picks: tuple[Pick, ...] = ()
    version: int = 0

    def ids_for(self, reader: Reader) -> list[int]:
        """Return the ids of the audiences that include a reader."""
        return [pk for pk, keys in self.audiences if meets(keys, reader)]

    def stats_for(self, reader: Reader) -> Stats:
        """Return the lengths that count on the reader's site."""
        return dict(self.stats).get(scope_of(reader), Stats())


_kept: dict[tuple[int, int], Memory] = {}


def scope_of(reader: Reader) -> str:
    """Return which numbers a reader may learn from: those of all staff only inside."""
    return "staff" if reader.site_kind == INTRANET and reader.is_staff else "public"


def meets(keys: str, reader: Reader) -> bool:
    """Return whether an audience includes the reader."""
    if keys == "public":
        return True
    if not reader.is_staff:
        return False
    return keys == "staff" or reader.user.is_superuser or any(f"|{role}|" in keys for role in reader.roles)


def in_language(reader: Reader, language: str, known: Memory) -> Reader | None:
    """Return the same person reading in another language, or None when the portal does not have it."""
    for locale in known.locales:
        if locale.language_code == language:
            other = Reader(reader.user, reader.site_kind, language, reader.request)
            # What is known of the person need not be asked again.
            other.locale, other.roles = locale, reader.roles
            return other
    return None


def recall(reader: Reader, version: int | None = None) -> Memory:
    """Return what is known for the reader's language; within a request it costs no query unless it changed.

    A search that knows the version from its first language passes it on, and nothing is asked for the second.
    """
    if version is None:
        version = _version(reader)
    key = (reader.locale.pk, version)
    if version and key in _kept:
        return _kept[key]
    while len(_kept) >= MAX_KEPT:
        _kept.pop(next(iter(_kept)), None)
    lexicon = lexicons.lexicon_of(reader.locale.pk)
    found = Memory(
        tuple(AudienceSet.objects.values_list("pk", "keys")),
        tuple(Locale.objects.all()),
        tuple((row.scope, _stats(row)) for row in LocaleStats.objects.filter(locale_id=reader.locale.pk)),
        lexicon,
        tuple(Topic.objects.order_by("position", "pk")),
        tuple(District.objects.order_by("number")),
        read_picks(reader.language, lexicon),
        version,
    )
    _kept[key] = found
    return found


def _version(reader: Reader) -> int:
    known = stamps.of_request(reader.request, [STAMP]) if reader.request is not None else stamps.versions([STAMP])
    return known[STAMP]


def forget() -> None:
    """Read everything again at the next search, for tests, in which versions come back."""
    _kept.clear()
    lexicons.forget()


def _stats(row: LocaleStats) -> Stats:
    number = max(row.entries, 1)
    title, keywords, summary, text = (getattr(row, name) / number for name in FIELDS)
    return Stats(row.entries, (title, keywords, summary, text))
