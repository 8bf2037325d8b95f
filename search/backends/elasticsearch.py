"""Find candidates on an Elasticsearch that holds tokens and filter values alone; texts stay in the database."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError
from elasticsearch.helpers import bulk

from search.backends.wanted import CANDIDATES, EngineFault, Scope, Wanted, read
from search.models import Entry

FAULTS = (TransportError, ApiError, UnsupportedProductError, KeyError, TypeError, ValueError)
SEARCH_SECONDS = 1
REBUILD_SECONDS = 30
NOT_FOUND = 404
PAGE = 1000
HELD = ("made", "site", "audience")
# The tokens are finished; the server's tokenizer and filter leave each whole.
TOKENS = {"type": "text", "analyzer": "tokens", "norms": True}
MAPPING = {
    "dynamic": "strict",
    "properties": {
        "title": TOKENS,
        "all": TOKENS,
        "key": {"type": "keyword"},
        "site": {"type": "keyword"},
        "locale": {"type": "long"},
        "audience": {"type": "long"},
        "made": {"type": "keyword", "index": False},
    },
}
SETTINGS = {
    "number_of_shards": 1,
    "refresh_interval": "1s",
    "analysis": {"analyzer": {"tokens": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase"]}}},
}


def body(wanted: Wanted, scope: Scope) -> dict[str, Any]:
    """Return one flat query: groups and filters at the top, what is excluded at the top as well."""
    filters: list[dict[str, Any]] = [
        {"term": {"locale": scope.locale_id}},
        {"terms": {"audience": list(scope.audiences)}},
    ]
    if scope.is_public_only:
        filters.append({"term": {"site": "public"}})
    tokens = dict.fromkeys(token for group in wanted.groups for row in group for token in row)
    titles = [{"match": {"title": {"query": token, "boost": 5}}} for token in tokens]
    return {
        "bool": {
            "must": [_group(group) for group in wanted.groups],
            "should": titles,
            "must_not": [{"match": {"all": token}} for token in wanted.excluded],
            "filter": filters,
        }
    }


def _group(group: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
    rows = [{"bool": {"must": [{"match": {"all": token}} for token in row]}} for row in group]
    return {"bool": {"should": rows, "minimum_should_match": 1}}


def document(entry: Entry) -> dict[str, Any]:
    """Return what the server is told of an entry."""
    return {
        "title": entry.title,
        "all": " ".join((entry.title, entry.t_keywords, entry.t_summary, entry.t_text)),
        "key": entry.key,
        "site": entry.site,
        "locale": entry.locale_id,
        "audience": entry.audience_id,
        "made": made_of(entry),
    }


def made_of(entry: Entry) -> str:
    """Return of what text, by which analyser and with which words the tokens of an entry were made."""
    return f"{entry.digest}-{entry.analysis}-{entry.lexicon}"


@contextmanager
def one_fault() -> Iterator[None]:
    """Raise EngineFault for whatever the server does wrong: refuses, hangs, answers half or is another product."""
    try:
        yield
    except FAULTS as error:
        raise EngineFault(type(error).__name__) from None


class ElasticsearchEngine:
    """One alias with one index below it; every error is raised, so that the caller can fall back."""

    name = "elasticsearch"

    def __init__(self, urls: list[str], prefix: str = "umsicht_", authority: str = "") -> None:
        self.urls, self.prefix, self.authority = urls, prefix, authority
        self.alias = f"{prefix}entries"

    def client(self, seconds: float = SEARCH_SECONDS) -> Elasticsearch:
        """Return a client that does not wait longer than this; a node that is gone is followed by the next one."""
        secure: dict[str, Any] = {"ca_certs": self.authority} if self.authority else {}
        tries = len(self.urls) - 1
        return Elasticsearch(self.urls, request_timeout=seconds, max_retries=tries, retry_on_timeout=False, **secure)

    @cached_property
    def _searches(self) -> Elasticsearch:
        return self.client()

    def find(self, wanted: Wanted, allowed: QuerySet[Entry], scope: Scope, fields: Iterable[str]) -> list[Any]:
        """Return at most 200 of the allowed entries; what the server names is read again through the same filter.

        Raises EngineFault.
        """
        with one_fault():
            answer = self._searches.search(
                index=self.alias,
                query=body(wanted, scope),
                size=CANDIDATES,
                source=False,
                sort=[{"_score": "desc"}, {"key": "asc"}],
                track_total_hits=False,
                allow_partial_search_results=False,
            )
            ids = [int(hit["_id"]) for hit in answer["hits"]["hits"]]
        return read(allowed.filter(pk__in=ids), fields)

    def is_well(self) -> bool:
        """Return whether the server answers and holds the index; red counts as down, yellow does not."""
        with one_fault():
            return self._searches.cluster.health(index=self.alias)["status"] in {"green", "yellow"}

    def version(self) -> str:
        """Return the version of the server; where it does not say so itself, a node does. Raises EngineFault."""
        with one_fault():
            try:
                return str(self._searches.info()["version"]["number"])
            except ApiError:
                nodes = self._searches.nodes.info(node_id="_local", metric="_none")["nodes"]
                return str(next(iter(nodes.values()))["version"])

    def held(self) -> dict[int, tuple[str, str, int]]:
        """Return what the server holds: for each entry of what it was made, its site and its audience.

        Raises EngineFault.
        """
        found: dict[int, tuple[str, str, int]] = {}
        after: dict[str, Any] = {}
        with one_fault():
            client = self.client(REBUILD_SECONDS)
            while True:
                answer = client.search(
                    index=self.alias, size=PAGE, sort=[{"key": "asc"}], source_includes=list(HELD), **after
                )
                rows = answer["hits"]["hits"]
                found.update((int(row["_id"]), tuple(row["_source"][name] for name in HELD)) for row in rows)
                if len(rows) < PAGE:
                    return found
                after = {"search_after": rows[-1]["sort"]}

    def put(self, entry_id: int) -> None:
        """Bring the server up to date with one entry, whatever became of it; can run twice. Raises EngineFault."""
        entry = Entry.objects.filter(pk=entry_id).first()
        with one_fault():
            client = self.client(REBUILD_SECONDS)
            if entry is None:
                client.options(ignore_status=NOT_FOUND).delete(index=self.alias, id=str(entry_id))
            else:
                # The alias is required: without it the server would make an index of that name by itself.
                client.index(index=self.alias, id=str(entry_id), document=document(entry), require_alias=True)

    def rebuild(self) -> int:
        """Fill a new index, compare the number, move the alias, delete what is left over; return the number.

        A half-finished index never answers: the alias moves at the end, and the next run removes leftovers.
        Raises EngineFault, also when the server holds another number of entries than was sent.
        """
        started = timezone.now()
        name = f"{self.alias}_{started:%Y%m%d%H%M%S%f}"
        with one_fault():
            client = self.client(REBUILD_SECONDS)
            client.indices.create(index=name, mappings=MAPPING, settings=SETTINGS)
            sent, _errors = bulk(client, self._actions(name), chunk_size=200)
            client.indices.refresh(index=name)
            held = int(client.count(index=name)["count"])
            if held != sent:
                raise ValueError
            self._answer_with(client, name)
        # What changed meanwhile went to the old index.
        for pk in Entry.objects.filter(indexed_at__gte=started).values_list("pk", flat=True):
            self.put(pk)
        return held

    def _answer_with(self, client: Elasticsearch, name: str) -> None:
        """Let this index answer and delete every other one of the alias."""
        moved = {"index": f"{self.alias}_*", "alias": self.alias, "must_exist": False}
        client.indices.update_aliases(actions=[{"remove": moved}, {"add": {"index": name, "alias": self.alias}}])
        for old in client.indices.get(index=f"{self.alias}_*"):
            if old != name:
                client.indices.delete(index=old)

    def _actions(self, name: str) -> Iterable[dict[str, Any]]:
        for entry in Entry.objects.defer("text", "counts").iterator(chunk_size=200):
            yield {"_op_type": "index", "_index": name, "_id": str(entry.pk), "_source": document(entry)}


def configured() -> ElasticsearchEngine:
    """Return the engine of the settings."""
    return ElasticsearchEngine(
        list(settings.ELASTICSEARCH_URL), settings.ELASTICSEARCH_PREFIX, settings.ELASTICSEARCH_CA
    )
