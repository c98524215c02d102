"""Reads the exchanges of a HAR file, the form in which browsers and proxies save traffic. Knows nothing of the spec."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from generator.findings import GeneratorError

NO_BODY = object()
"""Stands for a body that is missing, which is not the same as JSON's null."""
NO_JSON = object()
"""Stands for a body that is there and is no JSON."""


@dataclass(frozen=True)
class Exchange:
    """A request and its answer. A body is JSON data, NO_BODY or NO_JSON; the path is as sent, percent-encoded."""

    method: str
    path: str
    query: list[tuple[str, str]]
    request: Any
    status: int
    answer: Any

    def values(self) -> Iterator[str]:
        """Yield, as text, every value of the exchange that must not be shown."""
        yield from self.path.split("/")
        yield from (value for _, value in self.query)
        for body in (self.request, self.answer):
            yield from _leaves(body)


def read_har(path: Path) -> list[Exchange]:
    """Return the exchanges of a file in order; those that got no answer are left out.

    Raises:
        GeneratorError: the file cannot be read, is no HAR, or has no exchange.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise GeneratorError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise GeneratorError(f"{path} is no HAR file: it is no JSON.") from error
    try:
        entries = data["log"]["entries"]
        exchanges = [_exchange(entry) for entry in entries if entry["response"]["status"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GeneratorError(f"{path} is no HAR file: it lacks what `log.entries` must have.") from error
    if not exchanges:
        raise GeneratorError(f"{path} has no exchange with an answer.")
    return exchanges


def _exchange(entry: dict[str, Any]) -> Exchange:
    request, response = entry["request"], entry["response"]
    url = urlsplit(request["url"])
    status = int(response["status"])
    if not 100 <= status <= 599:
        raise ValueError("no status")
    return Exchange(
        request["method"].upper(),
        url.path,
        parse_qsl(url.query, keep_blank_values=True),
        _body(request.get("postData") or {}),
        status,
        _body(response.get("content") or {}),
    )


def _body(content: dict[str, Any]) -> Any:
    text = content.get("text")
    if not text:
        return NO_BODY
    try:
        raw = base64.b64decode(text) if content.get("encoding") == "base64" else text
        return json.loads(raw, parse_constant=_refuse)
    except (ValueError, binascii.Error, RecursionError):
        return NO_JSON


def _refuse(name: str) -> None:
    raise ValueError(name)


def _leaves(value: Any) -> Iterator[str]:
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            todo += item.values()
        elif isinstance(item, list):
            todo += item
        elif isinstance(item, (str, int, float)) and not isinstance(item, bool):
            yield str(item)
