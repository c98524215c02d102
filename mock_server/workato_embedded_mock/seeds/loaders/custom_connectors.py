"""Loads custom connectors."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.custom_connectors import custom_connectors


def load_custom_connector(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a custom connector with its released versions."""
    allow_only(scope)
    numbers = [version["version"] for version in value["released_versions"]]
    if numbers != sorted(set(numbers), reverse=True):
        raise SeedObjectError("/value/released_versions", "versions must be unique, newest first")
    if value["latest_released_version"] != (numbers[0] if numbers else None):
        raise SeedObjectError("/value/latest_released_version", "this must be the first of the released versions")
    builder.add(custom_connectors, value["id"], row_of(custom_connectors, value))


LOADERS: Loaders = {
    "CustomConnector": load_custom_connector,
}
