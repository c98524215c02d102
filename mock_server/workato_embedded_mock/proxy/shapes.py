"""Replaces values by others of the same type, format and approximate length; keeps documented names only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.secret_names import Marks
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.plain_json import Json, JsonError, pointer_keys, pointer_token, search_json

_FORMATS: Final = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), shown)
    for pattern, shown in (
        (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?", "2000-01-01T00:00:00Z"),
        (r"\d{4}-\d\d-\d\d", "2000-01-01"),
        (r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", "00000000-0000-0000-0000-000000000000"),
        (r"[^@\s]+@[^@\s]+\.[^@\s]+", "name@example.com"),
        (r"https?://\S+", "https://example.com/"),
        (r"[+-]?\d+", "0"),
        (r"[+-]?\d+\.\d+", "0.5"),
        (r"true|false", "true"),
    )
)
# The lengths of other texts.
_LENGTHS: Final = (1, 8, 32, 128, 512)
_HOST: Final = "https://example.com"
_MEDIA_TYPES: Final = frozenset(
    {"application/json", "application/octet-stream", "application/zip", "text/html", "text/plain"}
)
_POINTERS: Final = frozenset({"*", "body", "header", "path", "query", "response", "status"})
_PHRASES: Final = frozenset(status.phrase for status in HTTPStatus)
_UNKNOWN: Final = "unknown"


class Shapes:
    """The shapes of the values of one request and its response: only what is known to be public is kept.

    Args:
        secrets: The document, whose names are kept.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._documented = secrets.documented

    def headers(self, headers: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        """Return headers in the form of a HAR."""
        return [{"name": name, "value": self.message(value)} for name, value in headers]

    def query(self, query: str, _marks: Marks) -> list[dict[str, str]]:
        """Return the parameters of a query in the form of a HAR."""
        pairs = parse_qsl(query, keep_blank_values=True)
        return [{"name": self._name(name.partition("[")[0]), "value": text_shape(value)} for name, value in pairs]

    def text(self, text: str, _marks: Marks | None = None) -> str:
        """Return a URL with the documented parts of its path, and without a host."""
        if not text:
            return text
        try:
            parts = urlsplit(text)
        except ValueError:
            return _HOST
        path = "/".join(self._segment(segment) for segment in parts.path.split("/"))
        query = urlencode([(item["name"], item["value"]) for item in self.query(parts.query, {})])
        return f"{_HOST}{path}{'?' if query else ''}{query}"

    def fields(self, value: Json, _marks: Marks | None = None) -> Json:
        """Return a JSON value of the same types. Names that the document does not have are numbered."""
        if isinstance(value, dict):
            return {
                self._name(name, f"{_UNKNOWN}_{number}"): self.fields(inner)
                for number, (name, inner) in enumerate(value.items(), 1)
            }
        if isinstance(value, list):
            return [self.fields(inner) for inner in value]
        if isinstance(value, str):
            return self._json_text(value) if value.startswith(("{", "[")) else text_shape(value)
        if value is None:
            return None
        return True if isinstance(value, bool) else 0 if isinstance(value, int) else 0.5

    def reason(self, reason: Reason) -> dict[str, str]:
        """Return a finding with the documented parts of its pointer, and without its text."""
        keys = [key if key.isdigit() or key in _POINTERS else self._name(key) for key in pointer_keys(reason.pointer)]
        pointer = "".join(f"/{pointer_token(key)}" for key in keys)
        return {"pointer": pointer, "keyword": reason.keyword, "text": reason.keyword}

    def message(self, text: str) -> str:
        """Return a text as it is if it is a well-known one, else its shape."""
        media_type = text.partition(";")[0].strip().lower()
        return media_type if media_type in _MEDIA_TYPES else text if text in _PHRASES else text_shape(text)

    def scrub(self, value: Any) -> Any:
        """Return a part of the entry unchanged: it has shapes only."""
        return value

    def _json_text(self, text: str) -> str:
        try:
            return json.dumps(self.fields(search_json(text)[0]))
        except (JsonError, RecursionError):
            return text_shape(text)

    def _segment(self, segment: str) -> str:
        return segment if segment in self._documented else "0" if segment.isdigit() else "x"

    def _name(self, name: str, otherwise: str = _UNKNOWN) -> str:
        return name if name in self._documented else otherwise


def text_shape(text: str) -> str:
    """Return a text of the same format and about the same length."""
    for pattern, shown in _FORMATS:
        if pattern.fullmatch(text):
            return shown
    return "x" * min([length for length in _LENGTHS if length >= len(text)], default=_LENGTHS[-1]) if text else ""
