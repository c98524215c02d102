"""Parses the text that a lookup table stores as its schema."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from workato_embedded_mock.plain_json import JsonError, read_json
from workato_embedded_mock.store.tables.lookup_tables import LOOKUP_COLUMNS

# Longer schemas are not cached, because hostile ones could fill the memory.
_LONGEST_KNOWN = 10_000


def parse_schema(schema: str) -> Mapping[str, str]:
    """Parse the schema of a table; return the column names by label.

    Raises:
        ValueError: The text is not a valid schema.
    """
    return _known(schema) if len(schema) <= _LONGEST_KNOWN else _parse(schema)


def _parse(schema: str) -> Mapping[str, str]:
    try:
        columns = read_json(schema.encode("utf-8"))
    except JsonError as error:
        raise ValueError(f"the schema of a lookup table must be a JSON array: {error}") from error
    if not isinstance(columns, list):
        raise ValueError("the schema of a lookup table must be a JSON array")
    labels: dict[str, str] = {}
    for column in columns:
        label, name = (column.get("label"), column.get("name")) if isinstance(column, dict) else (None, None)
        if not isinstance(label, str) or name not in LOOKUP_COLUMNS or label in labels or name in labels.values():
            raise ValueError(
                "each column of a lookup table must have a unique label and a unique name from col1 to col10"
            )
        labels[label] = name
    return labels


_known = lru_cache(_parse)
