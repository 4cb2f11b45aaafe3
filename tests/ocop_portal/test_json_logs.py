"""A log line is one JSON object, whatever is logged."""

import json
import logging
import sys

from ocop_portal.json_logs import JsonFormatter


def line(message: str, *arguments: object, name: str = "products", **extra: object) -> dict:
    record = logging.LogRecord(name, logging.WARNING, "file.py", 1, message, arguments, None)
    record.__dict__.update(extra)
    written = JsonFormatter().format(record)
    assert "\n" not in written
    return json.loads(written)


def test_message_keeps_vietnamese_letters():
    found = line("Không tìm thấy %s", "Miến dong\nBắc Kạn")

    assert found["message"] == "Không tìm thấy Miến dong\nBắc Kạn"
    assert (found["level"], found["logger"]) == ("WARNING", "products")
    assert found["time"].endswith("+00:00")


def test_request_and_status_are_named(rf):
    found = line("Not Found", name="django.request", request=rf.get("/mat/"), status_code=404)

    assert (found["method"], found["path"], found["status"]) == ("GET", "/mat/", 404)


def test_exception_is_inside_the_line():
    try:
        raise ValueError("hỏng")
    except ValueError:
        found = line("Lỗi", exc_info=sys.exc_info())

    assert found["exception"].endswith("ValueError: hỏng")


def test_access_line_names_its_parts_and_leaves_the_query_out():
    atoms = {"h": "10.0.0.1", "m": "GET", "U": "/san-pham/", "q": "q=bi-mat", "s": "200"}
    atoms |= {"B": 5120, "M": 12, "a": "Mozilla"}
    found = line("ignored", atoms, name="gunicorn.access")

    assert {name: found[name] for name in found if name not in ("time", "level", "logger")} == {
        "client": "10.0.0.1",
        "method": "GET",
        "path": "/san-pham/",
        "status": "200",
        "bytes": 5120,
        "milliseconds": 12,
        "agent": "Mozilla",
    }
