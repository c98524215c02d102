"""Loads connectors."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.connectors import connectors


def load_connector(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a connector of the catalogue."""
    allow_only(scope)
    if value["name"] in builder.rows[connectors]:
        raise SeedObjectError("/value/name", "another connector has this name")
    builder.add(connectors, value["name"], row_of(connectors, value))


LOADERS: Loaders = {
    "Connector": load_connector,
}
