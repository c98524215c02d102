"""Decides what the journal keeps of a body: all of it, or the beginning, size and hash of a large one."""

from __future__ import annotations

import re
from codecs import utf_8_decode
from dataclasses import dataclass

from workato_embedded_mock.http.request_body import RequestBody, json_or_size
from workato_embedded_mock.plain_json import Json, JsonError, read_json

# The most bytes that are kept of the beginning of a larger body.
BEGINNING = 4 * 2**10

# A whole string, a bracket, a separator, or the characters of another value.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s"{}\[\],:]+')
_CLOSING = {"{": "}", "[": "]"}
# An escape at the end of a text, which may be incomplete.
_LAST_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{0,4})?\Z")


@dataclass(frozen=True, slots=True)
class KeptBody:
    """What is kept of one body.

    Attributes:
        data: The body, or its beginning.
        size: The number of bytes that were received.
        digest: The SHA-256 of a request body that is not kept as a whole; None if it was not received as a
            whole.
    """

    data: bytes
    size: int
    digest: str | None = None

    @property
    def is_truncated(self) -> bool:
        """Whether only the beginning is kept."""
        return self.size > len(self.data)

    def shown(self) -> dict[str, Json]:
        """Return the fields of a journal entry: `body`, and `truncated` if only the beginning is kept.

        `body` is JSON, None for an empty body, else the number of bytes. Of a truncated body it has the complete
        values of the beginning.
        """
        if not self.is_truncated:
            return {"body": json_or_size(self.data)}
        beginning = beginning_of(self.data)
        return {
            "body": {"bytes": self.size} if beginning is None else beginning,
            "truncated": {"bytes": self.size, "sha256": self.digest},
        }


def keep_request(body: RequestBody, largest: int) -> KeptBody:
    """Return what is kept of the body of a request, and drop the rest of it.

    Args:
        body: The body, as far as it was received.
        largest: The most bytes of a body that is kept as a whole.
    """
    if body.size <= largest and body.is_joined:
        return KeptBody(body.data, len(body.data))
    return KeptBody(*body.truncate(min(largest, BEGINNING)))


class ResponseRecorder:
    """Collects the parts of a response. A large one is not hashed, which would take up to a third of its request.

    Args:
        largest: The most bytes of a body that is kept as a whole.

    Attributes:
        size: The number of bytes of the body so far.
    """

    __slots__ = ("_largest", "_parts", "size")

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        """Add the next part of the body."""
        before = self.size
        self.size += len(part)
        if self.size <= self._largest:
            self._parts.append(part)
        elif before <= self._largest:
            self._parts = [b"".join([*self._parts, part[:BEGINNING]])[: min(self._largest, BEGINNING)]]

    def kept(self) -> KeptBody:
        """Return what is kept of the body."""
        return KeptBody(b"".join(self._parts), self.size)


def beginning_of(data: bytes) -> Json:
    """Return the value of the beginning of a JSON text, without what is incomplete in it; None if it is not JSON.

    A string that is cut off stays as far as it goes.
    """
    try:
        # Without `final`, an incomplete character at the end is left out.
        text, _length = utf_8_decode(data)
    except UnicodeDecodeError:
        return None
    open_brackets: list[str] = []
    complete, before, end = "", "", 0
    for token in _TOKEN.finditer(text):
        if text[end : token.start()].strip():
            break
        before, end = token[0], token.end()
        if before in _CLOSING:
            open_brackets.append(_CLOSING[before])
        elif before in ("}", "]") and (not open_brackets or open_brackets.pop() != before):
            return None
        if before in ("{", "}", "[", "]", ","):
            until = token.start() if before == "," else end
            complete = text[:until] + "".join(reversed(open_brackets))
    rest = text[end:].lstrip()
    if rest.startswith('"') and before in (":", "[", ",") and open_brackets:
        whole = text[: len(text) - len(rest)] + _LAST_ESCAPE.sub("", rest) + '"' + "".join(reversed(open_brackets))
        value = _parsed(whole)
        if value is not None:
            return value
    return _parsed(complete)


def _parsed(text: str) -> Json:
    try:
        return read_json(text.encode())
    except JsonError:
        return None
