"""Logs: one JSON object a line for machines, or plain lines for a person at a terminal."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

# What gunicorn's access record calls its parts, and what we call them.
ACCESS_FIELDS = {
    "h": "client",
    "m": "method",
    "U": "path",
    "s": "status",
    "B": "bytes",
    "M": "milliseconds",
    "a": "agent",
}
PLAIN_ACCESS_FORMAT = "%(m)s %(U)s %(s)s, %(M)s ms"


class JsonFormatter(logging.Formatter):
    """Writes a record as one JSON object: time, level, logger, message, and what is known."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; non-ASCII letters stay as they are."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            **self._facts(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

    def _facts(self, record: logging.LogRecord) -> dict[str, Any]:
        if record.name == "gunicorn.access" and isinstance(record.args, dict):
            return {name: record.args.get(atom) for atom, name in ACCESS_FIELDS.items()}
        facts: dict[str, Any] = {"message": record.getMessage()}
        request = getattr(record, "request", None)
        if request is not None and hasattr(request, "path"):
            facts |= {"method": request.method, "path": request.path}
        status = getattr(record, "status_code", None)
        return facts if status is None else {**facts, "status": status}


def logging_settings(style: str) -> dict[str, Any]:
    """Return Django's ``LOGGING`` (gunicorn takes it too) in the style ``json`` or ``plain``."""
    quiet = {"level": "WARNING", "handlers": ["console"], "propagate": False}
    usual = {"level": "INFO", "handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "ocop_portal.json_logs.JsonFormatter"},
            "plain": {"format": "%(asctime)s %(levelname)s %(message)s", "datefmt": "%H:%M:%S"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": style}},
        "root": {"level": "INFO", "handlers": ["console"]},
        "loggers": {
            "django": usual,
            "django.server": usual,
            "axes": quiet,
            "gunicorn.error": usual,
            "gunicorn.access": usual,
        },
    }
