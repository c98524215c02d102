"""Reads the entries of a HAR file, the format in which browsers and proxies save traffic. Does not use the spec."""

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

# A missing body, as opposed to JSON's null.
NO_BODY = object()
# A body that is not JSON.
NOT_JSON = object()


@dataclass(frozen=True)
class HarEntry:
    """A recorded request and its response.

    Attributes:
        method: HTTP method in upper case.
        path: Path as sent, percent-encoded.
        query: Names and values of the query parameters.
        request: Body of the request: JSON data, NO_BODY or NOT_JSON.
        status: Status code of the response.
        response: Body of the response: JSON data, NO_BODY or NOT_JSON.
    """

    method: str
    path: str
    query: list[tuple[str, str]]
    request: Any
    status: int
    response: Any

    def values(self) -> Iterator[str]:
        """Yield every value of the entry, as text. None of them may be printed."""
        yield from self.path.split("/")
        yield from (value for _, value in self.query)
        for body in (self.request, self.response):
            yield from _leaves(body)


def read_har(path: Path) -> list[HarEntry]:
    """Return the entries of a file in order. Skips requests without a response.

    Raises:
        GeneratorError: The file cannot be read, is not a HAR file, or has no entries with a response.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise GeneratorError(f"cannot read {path}: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise GeneratorError(f"{path} is not a HAR file: it is not JSON.") from error
    try:
        recorded = data["log"]["entries"]
        entries = [_entry(entry) for entry in recorded if entry["response"]["status"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GeneratorError(f"{path} is not a HAR file: `log.entries` is missing or invalid.") from error
    if not entries:
        raise GeneratorError(f"{path} has no request with a response.")
    return entries


def _entry(entry: dict[str, Any]) -> HarEntry:
    request, response = entry["request"], entry["response"]
    url = urlsplit(request["url"])
    status = int(response["status"])
    if not 100 <= status <= 599:
        raise ValueError("invalid status code")
    return HarEntry(
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
        return json.loads(raw, parse_constant=_reject_constant)
    except (ValueError, binascii.Error, RecursionError):
        return NOT_JSON


def _reject_constant(name: str) -> None:
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
