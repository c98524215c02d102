"""Decides what a recording has of the values that were sent: their shapes, all but secrets, or everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol
from urllib.parse import parse_qsl

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.secret_names import Marks
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.proxy.shapes import Shapes


class RecordedValues(Protocol):
    """What a recording has of the values of one request and its response."""

    def headers(self, headers: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        """Return headers in the form of a HAR."""
        ...

    def query(self, query: str, marks: Marks) -> list[dict[str, str]]:
        """Return the parameters of a query in the form of a HAR."""
        ...

    def text(self, text: str, marks: Marks = ...) -> str:
        """Return a URL."""
        ...

    def fields(self, value: Json, marks: Marks) -> Json:
        """Return a JSON value."""
        ...

    def reason(self, reason: Reason) -> dict[str, str]:
        """Return a finding as JSON."""
        ...

    def message(self, text: str) -> str:
        """Return a message in words."""
        ...

    def scrub(self, value: Any) -> Any:
        """Return a part of the entry, after all values were read."""
        ...


class _Everything:
    """Records all values as they are."""

    def __init__(self, _secrets: Secrets) -> None:
        """Take the document of the API, which is not needed."""

    def headers(self, headers: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in headers]

    def query(self, query: str, _marks: Marks) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in parse_qsl(query, keep_blank_values=True)]

    def text(self, text: str, _marks: Marks | None = None) -> str:
        return text

    def fields(self, value: Json, _marks: Marks) -> Json:
        return value

    def reason(self, reason: Reason) -> dict[str, str]:
        return reason.as_json()

    def message(self, text: str) -> str:
        return text

    def scrub(self, value: Any) -> Any:
        return value


SHAPES, MASKED, ALL = "shapes", "masked", "all"

# Makes what a recording has of the values of one request, for each choice of `--record-values`.
RECORDED_VALUES: dict[str, Callable[[Secrets], RecordedValues]] = {SHAPES: Shapes, MASKED: Redactor, ALL: _Everything}
