"""Decides what the journal keeps of a body: all of it, or the beginning, size and hash of a large one."""

from __future__ import annotations

import re
from codecs import utf_8_decode
from collections import deque
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from workato_embedded_mock.http.request_body import RequestBody, json_or_size
from workato_embedded_mock.plain_json import Json, JsonError, read_json

# The most bytes that are kept of the beginning of a larger body.
BEGINNING = 2 * 2**10
# The most bytes of large responses that are whole, so that they can be hashed.
MOST_UNHASHED = 2**18

# They do not backtrack. Brackets and commas in a string do not count.
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_BRACKET = re.compile(rf'(?:[^"{{}}\[\]]++|{_STRING})*+([{{}}\[\]])')
_ITEM = re.compile(rf'(?:[^",]++|{_STRING})*+,')
_WHOLE_STRINGS = re.compile(rf'(?:[^"]++|{_STRING})*+')
_CLOSING = {"{": "}", "[": "]"}
# An escape at the end of a text, which may be incomplete.
_LAST_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{0,4})?\Z")


@dataclass(frozen=True, slots=True)
class KeptBody:
    """What is kept of one body.

    Attributes:
        data: The body, or its beginning.
        size: The number of bytes that were received.
        digest: The SHA-256 of a body that is not kept as a whole; None if it was not received as a whole, or is not
            there any more.
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
    """Collects the parts of a response.

    Args:
        largest: The most bytes of a body that is kept as a whole.

    Attributes:
        size: The number of bytes of the body so far.
    """

    __slots__ = ("_is_whole", "_largest", "_parts", "size")

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._parts: list[bytes] = []
        self._is_whole = True
        self.size = 0

    @property
    def is_unhashed(self) -> bool:
        """Whether the body is too large to be kept as a whole, and still whole."""
        return self._is_whole and self.size > self._largest

    def add(self, part: bytes) -> None:
        """Add the next part of the body."""
        self.size += len(part)
        if self._is_whole:
            self._parts.append(part)
            if self.size > max(MOST_UNHASHED, self._largest):
                self.shorten()

    def shorten(self) -> None:
        """Drop all but the beginning of a large body."""
        self._parts, self._is_whole = [self._beginning()], False

    def kept(self) -> KeptBody:
        """Return what is kept of the body."""
        if self.size <= self._largest:
            return KeptBody(b"".join(self._parts), self.size)
        digest = sha256(b"".join(self._parts)).hexdigest() if self._is_whole else None
        return KeptBody(self._beginning(), self.size, digest)

    def _beginning(self) -> bytes:
        data = b""
        for part in self._parts:
            data += part[: min(self._largest, BEGINNING) - len(data)]
        return data


class UnhashedResponses:
    """The last large responses, which stay whole until their journal entries are read.

    Hashing each of them takes up to a third of its request, and most entries are dropped unread. Several threads can
    use it.
    """

    def __init__(self) -> None:
        self._responses: deque[ResponseRecorder] = deque()
        self._total = 0
        self._lock = Lock()

    def add(self, response: ResponseRecorder) -> None:
        """Keep a large response whole; drop all but the beginning of older ones if they take too much memory."""
        with self._lock:
            self._responses.append(response)
            self._total += response.size
            while self._total > MOST_UNHASHED:
                oldest = self._responses.popleft()
                self._total -= oldest.size
                oldest.shorten()


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
    complete = end = 0
    while (bracket := _BRACKET.match(text, end)) is not None:
        complete = end = bracket.end()
        if bracket[1] in _CLOSING:
            open_brackets.append(_CLOSING[bracket[1]])
        elif not open_brackets or open_brackets.pop() != bracket[1]:
            return None
    while (item := _ITEM.match(text, end)) is not None:
        end = item.end()
        complete = end - 1
    closing = "".join(reversed(open_brackets))
    whole = _WHOLE_STRINGS.match(text, end)
    string = end if whole is None else whole.end()
    if open_brackets and string < len(text) and text[:string].rstrip()[-1:] in (":", "[", ","):
        value = _parsed(text[:string] + _LAST_ESCAPE.sub("", text[string:]) + '"' + closing)
        if value is not None:
            return value
    return _parsed(text[:complete] + closing)


def _parsed(text: str) -> Json:
    try:
        return read_json(text.encode())
    except JsonError:
        return None
