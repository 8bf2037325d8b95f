"""JSON lines on standard output with an allow-list: no names, no addresses, no words that somebody typed."""

import logging
import time
import traceback
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpResponse
from django.utils import timezone
from structlog.processors import JSONRenderer
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict

Handler = Callable[[Any], HttpResponse]
FIELDS = (
    "request_id",
    "host",
    "route",
    "method",
    "status",
    "ms",
    "cpu_ms",
    "queries",
    "signed_in",
    "action",
    "key",
)
SLOW_MS, MANY_QUERIES = 1000, 50
logger = logging.getLogger("portal.request")


def allowed(logger: Any, name: str, event: EventDict) -> EventDict:
    """Return the line of a record: fields of the list, type and place of an exception; everything else is dropped."""
    record = event["_record"]
    own = record.name.startswith("portal") or record.name == "search"
    line: EventDict = {
        "time": timezone.now().isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "event": record.msg if own else record.name,
        "process": record.process,
    }
    line.update({field: getattr(record, field) for field in FIELDS if hasattr(record, field)})
    kind, _error, trace = event.get("exc_info") or (None, None, None)
    if kind:
        frames = traceback.extract_tb(trace)
        line["exception"] = kind.__name__
        line["place"] = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    return line


def formatter() -> ProcessorFormatter:
    """Return the formatter of every handler; records of other libraries pass the same list."""
    return ProcessorFormatter(processors=[allowed, JSONRenderer(ensure_ascii=True)], foreign_pre_chain=[])


class QueryCounter:
    """Counts the queries of one request on all databases."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        """Count one query and run it."""
        self.count += 1
        return execute(sql, params, many, context)


class RequestLogMiddleware:
    """Give each request an id and write one line about it: the route, never the path or the query."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer and log."""
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given[:64] if settings.TRUSTED_PROXIES and given.isascii() else uuid.uuid4().hex
        counter, started, cpu = QueryCounter(), time.perf_counter(), time.thread_time()
        wrappers = [connections[alias].execute_wrapper(counter) for alias in connections]
        for wrapper in wrappers:
            wrapper.__enter__()
        try:
            response = self.get_response(request)
        finally:
            for wrapper in wrappers:
                wrapper.__exit__(None, None, None)
        response["X-Request-ID"] = request.request_id
        self._write(request, response, counter.count, time.perf_counter() - started, time.thread_time() - cpu)
        return response

    @staticmethod
    def _write(request: Any, response: HttpResponse, queries: int, seconds: float, cpu: float) -> None:
        """Write the line; slow requests get one more."""
        match = request.resolver_match
        user = getattr(request, "_cached_user", None)
        facts = {
            "request_id": request.request_id,
            "host": "intranet" if getattr(request, "site_kind", "") == "intranet" else "public",
            "route": match.route if match else "",
            "method": request.method,
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "cpu_ms": round(cpu * 1000, 1),
            "queries": queries,
            "signed_in": bool(user and user.is_authenticated),
        }
        logger.info("request", extra=facts)
        if seconds * 1000 > SLOW_MS or queries > MANY_QUERIES:
            logger.warning("slow", extra=facts)
