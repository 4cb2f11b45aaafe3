"""How gunicorn serves the portal in production; see docs/van-hanh.md."""

import gc
import os
from typing import Any

from ocop_portal.json_logs import logging_settings

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", os.cpu_count() or 2))
worker_class = "sync"
wsgi_app = "ocop_portal.wsgi:application"
preload_app = True
# A worker starts afresh now and then, not all at the same moment.
max_requests = 100_000
max_requests_jitter = 20_000
timeout = 60
control_socket_disable = True
accesslog = "-"
logconfig_dict = logging_settings("json")


def pre_fork(_server: Any, _worker: Any) -> None:
    """What the first process has loaded stays: no worker searches it for garbage, or copies it."""
    gc.freeze()


def post_fork(_server: Any, _worker: Any) -> None:
    """A request makes thousands of objects and few that only a search would free.

    Those few are whole answers with the rows behind them, so old ones are looked for in time.
    """
    gc.set_threshold(10_000, 10, 5)
