"""Caches of the process do not keep long texts of callers."""

from __future__ import annotations

import json

from workato_embedded_mock.openapi import secret_names
from workato_embedded_mock.store import lookup_schema


def test_long_names_of_fields_are_not_cached() -> None:
    """The form of a long name is found again each time, and is the same as that of a short one."""
    before = secret_names._known_snake_case.cache_info().currsize
    assert secret_names.snake_case("apiKey-" * 100) == "_".join(["api_key"] * 100)
    assert secret_names._known_snake_case.cache_info().currsize == before


def test_long_schemas_of_tables_are_not_cached() -> None:
    """A long schema of a lookup table is parsed each time."""
    before = lookup_schema._known.cache_info().currsize
    schema = json.dumps([{"label": "a" * 20_000, "name": "col1"}])
    assert lookup_schema.parse_schema(schema) == {"a" * 20_000: "col1"}
    assert lookup_schema._known.cache_info().currsize == before
