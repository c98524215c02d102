"""Reads the entries of a HAR file, the format in which browsers and proxies save traffic. Does not use the spec."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from generator.findings import GeneratorError

# A missing body, as opposed to JSON's null.
NO_BODY = object()
# A body that is not JSON.
NOT_JSON = object()
# A body that was sent, but is not in the recording.
NOT_RECORDED = object()

_FORM = "application/x-www-form-urlencoded"
_LENGTH = "content-length"
_NEVER_A_BODY = (204, 304)
# Maximum size of all unzipped bodies together: a small file can contain gigabytes.
_MAX_UNZIPPED = 32_000_000


@dataclass(frozen=True)
class HarEntry:
    """A recorded request and its response.

    Attributes:
        method: HTTP method in upper case.
        path: Path as sent, percent-encoded.
        query: Names and values of the query parameters.
        request: Body of the request: JSON data, NO_BODY, NOT_JSON or NOT_RECORDED.
        status: Status code of the response.
        response: Body of the response: JSON data, NO_BODY, NOT_JSON or NOT_RECORDED.
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


@dataclass(frozen=True)
class Har:
    """A recording.

    Attributes:
        entries: The entries with a response, in order.
        skipped: The entries that cannot be read or have no response, each as a sentence with its position and the
            reason.
    """

    entries: list[HarEntry]
    skipped: list[str]


def read_har(path: Path) -> Har:
    """Read a file. Skips and names requests without a response.

    Raises:
        GeneratorError: The file cannot be read, is not a HAR file, or has no readable entry with a response.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise GeneratorError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise GeneratorError(f"{path} is not a HAR file: it is not JSON") from error
    recorded = _member(_member(data, "log"), "entries")
    if not isinstance(recorded, list):
        raise GeneratorError(f"{path} is not a HAR file: `log.entries` is missing or invalid")
    har, unzip = Har([], []), _Unzipper()
    for number, entry in enumerate(recorded, 1):
        try:
            if _has_response(entry):
                har.entries.append(_entry(entry, unzip))
            else:
                har.skipped.append(f"entry {number} skipped: it has no response")
        except _TooLargeError:
            har.skipped.append(f"entry {number} skipped: its unzipped bodies are too large")
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            har.skipped.append(f"entry {number} skipped: {_reason(entry, error)}")
    if not har.entries:
        first = f" ({har.skipped[0]})" if har.skipped else ""
        raise GeneratorError(f"{path} has no request with a response{first}")
    return har


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _reason(entry: Any, error: Exception) -> str:
    """Return why an entry cannot be read, without any value of it."""
    url = _member(_member(entry, "request"), "url")
    if not isinstance(entry, dict):
        return "it is not an object"
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    try:
        urlsplit(url or "")
    except (ValueError, AttributeError, TypeError):
        return "its URL is invalid"
    return "its request or response is invalid"


def _has_response(entry: dict[str, Any]) -> bool:
    """Return whether a response arrived. Exporters write status 0 or -1, null or nothing if none did."""
    return bool(entry.get("response")) and int(entry["response"]["status"] or 0) > 0


def _entry(entry: dict[str, Any], unzip: _Unzipper) -> HarEntry:
    request, response = entry["request"], entry["response"]
    if not isinstance(request["url"], str):
        # Without an URL, the parts of an URL are bytes.
        raise TypeError("invalid URL")
    url = urlsplit(request["url"])
    status = int(response["status"])
    if not 100 <= status <= 599:
        raise ValueError("invalid status code")
    return HarEntry(
        request["method"].upper(),
        url.path,
        # Insomnia writes the URL without the query.
        parse_qsl(url.query, keep_blank_values=True) or _pairs(request.get("queryString")),
        _body(request.get("postData") or {}, request, unzip, request.get("bodySize")),
        status,
        NO_BODY if status in _NEVER_A_BODY else _body(response.get("content") or {}, response, unzip),
    )


def _pairs(recorded: Any) -> list[tuple[str, str]]:
    """Return the names and values that a recording lists separately."""
    return [(str(pair["name"]), str(pair.get("value") or "")) for pair in recorded or []]


def _body(content: dict[str, Any], message: dict[str, Any], unzip: _Unzipper, sent: Any = None) -> Any:
    """Return a body. `sent` is the size that the program sent, if it knows it."""
    text = content.get("text")
    if str(content.get("mimeType") or "").startswith(_FORM):
        # The proxy does not record the fields of a form.
        return NOT_JSON
    if not text:
        return NO_BODY if _is_empty(content, message, sent) else NOT_RECORDED
    for candidate in _decoded(text, str(content.get("encoding") or "").lower(), unzip):
        with suppress(ValueError, RecursionError):
            return json.loads(candidate, parse_constant=_reject_constant)
    size = content.get("size")
    is_cut_off = isinstance(size, int) and len(text.encode("utf-8", "replace")) < size
    return NOT_RECORDED if is_cut_off else NOT_JSON


def _is_empty(content: dict[str, Any], message: dict[str, Any], sent: Any) -> bool:
    """Return whether a body without text is empty, rather than not recorded.

    A size of 0 proves it only for what the program itself sent, or as the length that the server names: browsers also
    write 0 for a response whose body they no longer have.
    """
    if "text" in content and content["text"] is None:
        # mitmproxy writes null for a body that it streamed, and an empty text for an empty body.
        return False
    lengths = [str(h.get("value")) for h in message.get("headers") or [] if str(h.get("name")).lower() == _LENGTH]
    sizes = [str(size) for size in (content.get("size"), message.get("bodySize"), *lengths)]
    is_proven = "0" in (str(sent), *lengths)
    return not content.get("comment") and is_proven and not any(size.isdigit() and size != "0" for size in sizes)


def _decoded(text: str, encoding: str, unzip: _Unzipper) -> Iterator[str | bytes]:
    """Yield the texts that a recorded body can stand for. Exporters omit `base64`, or write it although it is text."""
    plain = text.removeprefix("\ufeff")
    if encoding != "base64":
        yield plain
    with suppress(ValueError, zlib.error):
        compact = "".join(text.split())
        raw = base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
        yield unzip(raw)
    if encoding == "base64":
        yield plain


class _TooLargeError(Exception):
    """The unzipped bodies of a file are too large."""


class _Unzipper:
    """Returns bodies without gzip, for recorders that keep bodies as they were sent."""

    def __init__(self) -> None:
        self._left = _MAX_UNZIPPED

    def __call__(self, raw: bytes) -> bytes:
        """Return a body without gzip.

        Raises:
            zlib.error: The body is damaged.
            _TooLargeError: All bodies together are too large.
        """
        if not raw.startswith(b"\x1f\x8b"):
            return raw
        content = zlib.decompressobj(wbits=31).decompress(raw, self._left + 1)
        if len(content) > self._left:
            raise _TooLargeError
        self._left -= len(content)
        return content


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
