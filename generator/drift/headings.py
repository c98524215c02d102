"""Follows the headings of a page, and the request that the page prints for the operation that it describes."""

from __future__ import annotations

import re

_REQUEST = re.compile(
    r"(?<![\w-])(?P<method>GET|PUT|POST|DELETE|PATCH)\s+(?:https?://[^/\s]+)?(?P<path>/?api/[\w:{}.~/-]*[\w}])"
)
# Headings of the parts of an operation. Any other heading at the level of an operation begins another operation.
_PART = re.compile(
    r"\b(?:parameters?|payload|body|request|response|responses|fields?|properties|attributes|sample|example|errors?)\b",
    re.IGNORECASE,
)


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

    def add(self, level: int, text: str) -> None:
        """Pass a heading of a level, 1 to 6."""
        self.last = text
        found = _request(text)
        if found:
            self.request, self.part, self._level = found, "", level
        elif _PART.search(text):
            self.part = text
        elif not self.request or level <= self._level:
            self.request, self.part, self._level = "", "", level

    def add_text(self, line: str) -> None:
        """Pass a line of text. The first request below the heading of an operation is that of the operation."""
        if not self.request and "curl" not in line.lower():
            self.request = _request(line)


def _request(text: str) -> str:
    found = _REQUEST.search(text)
    return f"{found['method']} /{found['path'].strip('/')}" if found else ""
