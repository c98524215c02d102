"""Follows the headings of a page, and the request that the page prints for the operation that it describes."""

from __future__ import annotations

import re

_REQUEST = re.compile(
    r"(?<![\w-])(?P<method>GET|PUT|POST|DELETE|PATCH)\s+(?:https?://[^/\s]+)?(?P<path>/?api/[\w:{}.~/-]*[\w}])"
)
# A line that begins with a request, or with a label such as "Endpoint:" before it. Sentences name other requests too.
_REQUEST_FIRST = re.compile(rf"`?(?:\w[\w ]{{0,20}}: *)?`?{_REQUEST.pattern}")
# A line that consists of a request.
_REQUEST_LINE = re.compile(rf"`?{_REQUEST.pattern}/?(?:\?\S*)?`?")
_WORD = re.compile(r"[a-z]+")
# Headings of these words name parts of an operation. Any other heading at the level of an operation begins another one.
_PART_WORD = re.compile(
    r"a|and|arguments?|attributes?|body|codes?|data|details?|errors?|examples?|fields?|for|format|headers?|http|in|input"
    r"|json|object|of|optional|output|param(?:eter)?s?|path|payload|properties|query|requests?|required|responses?"
    r"|results?|returned|returns?|samples?|schema|status|string|structure|success(?:ful)?|the|ur[il]"
)
# A segment of a path in an example.
_VALUE = re.compile(r"/\d+(?:/|$)")


class Headings:
    """The headings above one place of a page.

    Attributes:
        last: The last heading.
        part: The last heading that names a part of the operation, such as "Payload"; empty if there is none.
        request: The request of the operation that is described, such as `GET /api/roles`; empty if none was printed.
    """

    def __init__(self) -> None:
        self.last = ""
        self.part = ""
        self.request = ""
        self._level = 0
        self._after_request = False

    def add(self, level: int, text: str) -> None:
        """Pass a heading of a level, 1 to 6."""
        self.last, self._after_request = text, False
        found = _request(text)
        if found:
            self.request, self.part, self._level = found, "", level
        elif names_part(text):
            self.part = text
        elif not self.request or level <= self._level:
            self.request, self.part, self._level = "", "", level

    def add_text(self, line: str) -> None:
        """Pass a line of text. The first request below the heading of an operation is its own.

        Copied text can lack headings, so a line that is a request begins an operation, except in an example, which has
        values in its path. Of several such lines, the first counts.
        """
        is_request = bool(_REQUEST_LINE.fullmatch(line))
        if is_request and not self._after_request and not _VALUE.search(_request(line)):
            self.request, self.part = _request(line), ""
        elif not self.request and _REQUEST_FIRST.match(line):
            self.request = _request(line)
        self._after_request = is_request


def names_part(heading: str) -> bool:
    """Return whether a heading names a part of an operation, such as "Payload", and not an operation."""
    words = _WORD.findall(heading.lower())
    return bool(words) and all(map(_PART_WORD.fullmatch, words))


def _request(text: str) -> str:
    found = _REQUEST.search(text)
    return f"{found['method']} /{found['path'].strip('/')}" if found else ""
