"""Servers of pages in production: a worker per core with four threads, renewed now and then (platform design, 8.5)."""

import gc
import multiprocessing
import os
from typing import Any

wsgi_app = "portal.wsgi:application"
pythonpath = "site"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", str(max(2, multiprocessing.cpu_count()))))
worker_class = "gthread"
threads = 4
preload_app = True
control_socket_disable = True
timeout = 30
max_requests = 2000
max_requests_jitter = 200
# The request log of the product says what happened, without addresses and queries.
accesslog = None


def when_ready(server: Any) -> None:
    """Let the collector leave alone what was loaded before the workers are forked: it never goes.

    An inquiry makes many objects at once, and each look at all that is loaded cost it a third of its time.
    """
    gc.collect()
    gc.freeze()
