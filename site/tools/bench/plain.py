"""The same bytes from gunicorn without Django: what the server alone costs."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ["BENCH_BYTES"])
PAGES = {path.stem: path.read_bytes() for path in FOLDER.glob("*.html")}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the stored page."""
    body = PAGES[environ["PATH_INFO"].strip("/")]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
