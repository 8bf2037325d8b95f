"""Every place in which the portal keeps something, as bytes; and the disguises in which a mark could stand there."""

import base64
import gzip
import json
import pickle
import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.db import connections

ALIASES = ("default", "zemag")
# What begins a compressed stream.
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


def disguises(mark: str) -> list[bytes]:
    """Return how a mark could stand in a store; what is packed is unpacked by `readings`."""
    raw = mark.encode()
    padded = [b"x" * shift + raw for shift in (0, 1, 2)]
    # Whole groups of three bytes only: what stands beside them changes the others.
    coded = [base64.b64encode(text[3 * bool(shift) : len(text) // 3 * 3]) for shift, text in enumerate(padded)]
    ascii_only = json.dumps(mark)[1:-1].encode()
    wide = [mark.encode("utf-16-le"), mark.encode("utf-16-be")]
    return [raw, raw.lower(), raw.upper(), ascii_only, quote(mark).encode(), *wide, raw.hex().encode(), *coded]


def readings(content: bytes) -> Iterator[bytes]:
    """Give what can be read of a store: as it is, without percent signs, and each packed stream in it unpacked."""
    yield content
    yield unquote_to_bytes(content)
    for found in _PACKED.finditer(content):
        packed = content[found.start() : found.start() + 1_000_000]
        try:
            yield zlib.decompressobj(wbits=47).decompress(packed, 1_000_000)
        except zlib.error:
            continue


def found_in(stores: dict[str, bytes], marks: list[str]) -> set[str]:
    """Return the stores in which a mark stands."""
    wanted = [disguise for mark in marks for disguise in disguises(mark)]
    return {
        name for name, content in stores.items() if any(one in text for text in readings(content) for one in wanted)
    }


def rows_of(alias: str) -> dict[str, bytes]:
    """Return every row of every table of a database."""
    connection, found = connections[alias], {}
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = cursor.fetchall()
        found[table] = b"\n".join(_bytes(cell) for row in rows for cell in row)
    return found


def _bytes(cell: Any) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def _files(*paths: Path) -> bytes:
    """Return names and contents of files."""
    files = [path for start in paths for path in ([start] if start.is_file() else start.rglob("*")) if path.is_file()]
    return b"\n".join(str(path).encode() + b"\n" + path.read_bytes() for path in files)


def _of_engine(alias: str) -> bytes:
    """Return the files of SQLite with everything that is in them: log of writing, free pages, slack."""
    connection = connections[alias]
    if connection.vendor != "sqlite":
        return b"PostgreSQL keeps its files to itself"
    name = Path(str(connection.settings_dict["NAME"]))
    return _files(*name.parent.glob(f"{name.name}*"))


def every(backup: Path, log: str, began: float) -> dict[str, bytes]:
    """Return the stores by name; `backup` is a folder with both archives, `log` what was logged since `began`."""
    default, zemag = rows_of("default"), rows_of("zemag")

    def part(rows: dict[str, bytes], *starts: str) -> bytes:
        return b"\n".join(content for table, content in rows.items() if table.startswith(starts))

    temp = [path for path in Path(tempfile.gettempdir()).glob("*") if path.is_file() and path.stat().st_mtime >= began]
    sent = [str(message.message()) for message in getattr(mail, "outbox", [])]
    return {
        "tables of the portal": part(default, ""),
        "tables of ZeMAG": part(zemag, ""),
        "files of the portal's database": _of_engine("default"),
        "files of ZeMAG's database": _of_engine("zemag"),
        "sessions": json.dumps([row.get_decoded() for row in Session.objects.all()], default=str).encode(),
        "cache": pickle.dumps([getattr(cache, "_cache", {}) for cache in caches.all()]),
        "jobs": part(default, "django_tasks"),
        "index of search": part(default, "search_", "wagtailsearch"),
        "revisions, references and Wagtail's log": part(
            default, "wagtailcore_revision", "wagtailcore_referenceindex", "wagtailcore_modellog", "wagtailcore_pagelog"
        ),
        "mails": part(default, "outbox") + part(zemag, "outbox") + "\n".join(sent).encode(),
        "access log": part(default, "audit") + part(zemag, "audit"),
        "log of the server": log.encode(),
        "temporary files": _files(*temp),
        "media": _files(Path(settings.MEDIA_ROOT)),
        "anchor and ledger of erasures": _files(Path(settings.AUDIT_ANCHOR), Path(settings.ZEMAG_ERASURE_LEDGER)),
        "backups": _files(backup),
    }


def packed(mark: str) -> bytes:
    """Return a mark as nobody would see it who does not unpack."""
    return b"before" + gzip.compress(f"a {mark} b".encode()) + b"after"
