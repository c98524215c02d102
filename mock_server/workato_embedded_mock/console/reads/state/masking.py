"""Masks secrets in rows of the store, as the journal masks them in requests and responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workato_embedded_mock.console.reads.state.kinds import Kind, is_binary
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.plain_json import Json, JsonError, read_json


class Masks:
    """Masks the rows of one page. A secret that one row has is masked in the others, too.

    Args:
        secrets: The secret fields of the document.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._names = secrets.names
        self._redactor = Redactor(secrets)

    def is_secret(self, name: str) -> bool:
        """Return whether a field with this name has secrets."""
        return self._names.match(name)

    def row(self, kind: Kind, row: Mapping[str, Any]) -> dict[str, Json]:
        """Return a row as JSON without secrets: JSON in texts is parsed, and bytes are only counted."""
        found = {name: _readable(kind, name, value) for name, value in row.items()}
        masked: dict[str, Json] = self._redactor.scrub(self._redactor.fields(found))
        return masked

    def values(self, values: Mapping[str, Json]) -> dict[str, Json]:
        """Return values by their names without secrets."""
        masked: dict[str, Json] = self._redactor.scrub(self._redactor.fields(dict(values)))
        return masked


def _readable(kind: Kind, name: str, value: Any) -> Json:
    column = kind.table.c.get(name)
    if column is not None and value is not None and is_binary(column.type):
        return f"{value} bytes"
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return read_json(value.encode("utf-8"))
        except JsonError:
            return value
    return value
