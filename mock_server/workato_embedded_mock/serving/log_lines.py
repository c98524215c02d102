"""Forms the lines of the log: requests, warnings and the start, as text or as JSON."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TextIO

from workato_embedded_mock.http.request_log import FinishedRequest

REQUESTS = "workato_embedded_mock.requests"

_RESET, _DIM, _GREEN, _YELLOW, _RED = "\x1b[0m", "\x1b[2m", "\x1b[32m", "\x1b[33m", "\x1b[31m"
_CLIENT_ERROR, _SERVER_ERROR = 400, 500


class TextFormatter(logging.Formatter):
    """Formats a record as text: time, level, logger and message, and the traceback of an exception in further lines."""

    default_msec_format = "%s.%03d"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name of the base class
        """Return the first line of a record."""
        return printable(super().formatMessage(record).rstrip())

    def formatException(self, ei: Any) -> str:  # noqa: N802  # the name of the base class
        """Return a traceback."""
        return "\n".join(map(printable, super().formatException(ei).split("\n")))


class JsonFormatter(logging.Formatter):
    """Formats a record as a JSON object: time, level, logger, message, and the traceback of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one record as JSON."""
        entry = {"message": record.getMessage()}
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json_entry(record.created, record.levelname.lower(), record.name, entry)


def json_entry(moment: float, level: str, logger: str, facts: Mapping[str, Any]) -> str:
    """Return an entry of the log as JSON in ASCII, so that no character controls a terminal."""
    at = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": at, "level": level, "logger": logger, **facts})


def request_line(form: str, *, colours: bool) -> Callable[[FinishedRequest], str]:
    """Return a function that forms the line of a request, which ends with a line feed.

    Args:
        form: `text` or `json`.
        colours: Whether text has colours for a terminal.
    """
    if form == "json":
        return _json_line
    return _coloured_line if colours else _text_line


def _json_line(request: FinishedRequest) -> str:
    status = "no response" if request.status is None else request.status
    facts = {
        "message": f"{request.method} {request.target}: {status}",
        "account": request.account,
        "method": request.method,
        "path": request.target,
        "status": request.status,
        "milliseconds": round(request.milliseconds, 1),
        "operation_id": request.operation_id,
        "reasons": request.reasons,
        "request_id": request.request_id,
    }
    return f"{json_entry(request.time, 'info', REQUESTS, facts)}\n"


def _text_line(request: FinishedRequest) -> str:
    head, rest = _parts(request)
    return f"{head} {rest}\n"


def _coloured_line(request: FinishedRequest) -> str:
    status = request.status
    colour = _GREEN if status and status < _CLIENT_ERROR else _YELLOW if status and status < _SERVER_ERROR else _RED
    head, rest = _parts(request)
    return f"{_DIM}{head}{_RESET} {colour}{rest}{_RESET}\n"


def _parts(request: FinishedRequest) -> tuple[str, str]:
    """Return the beginning of a line, which is the same for similar requests, and the rest."""
    moment, account, method, target, status, milliseconds, operation_id, reasons, _request_id = request
    second = int(moment)
    head = f"{_second(second)}.{int((moment - second) * 1000):03d} {account}"
    rest = f"{method} {target} {status or '-'} {milliseconds:.1f} ms {operation_id or '-'}"
    return head, printable(f"{rest}: {'; '.join(reasons)}" if reasons else rest)


@lru_cache(maxsize=2)
def _second(second: int) -> str:
    """Return a moment in local time, as the lines of the log begin."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))


def printable(text: str) -> str:
    """Return a text with its control characters escaped."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)


def wants_colours(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether text for a stream has colours: on a terminal, unless `NO_COLOR` or `FORCE_COLOR` decide."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"
