"""The tables of the store; must not know how the API uses them.

Every row belongs to a namespace. Deleting a customer deletes its rows by cascading foreign keys. Columns are named like
the properties of the API. Times are stored as text in the format of the API, so that a seed is returned unchanged.

The registry names the modules of tables; importing this package adds all of them to `metadata`.
"""

from __future__ import annotations

from importlib import import_module

from workato_embedded_mock.registry import RESOURCES
from workato_embedded_mock.store.tables.base import (
    DERIVED,
    FIRST_ID,
    INSTRUMENT,
    LISTED,
    Listed,
    metadata,
    namespaces,
    schema_version,
    sequences,
    server_keys,
    vendor_id_of,
)
from workato_embedded_mock.store.tables.embedding import clock_changes, embedding, embedding_sessions, used_tokens
from workato_embedded_mock.store.tables.instruments import (
    clocks,
    editions,
    faults,
    journal,
    limit_windows,
    limits,
    recipe_timers,
    snapshots,
)
from workato_embedded_mock.store.tables.list_indexes import list_buckets, list_indexes

__all__ = [
    "DERIVED",
    "FIRST_ID",
    "INSTRUMENT",
    "LISTED",
    "Listed",
    "clock_changes",
    "clocks",
    "editions",
    "embedding",
    "embedding_sessions",
    "faults",
    "journal",
    "limit_windows",
    "limits",
    "list_buckets",
    "list_indexes",
    "metadata",
    "namespaces",
    "recipe_timers",
    "schema_version",
    "sequences",
    "server_keys",
    "snapshots",
    "used_tokens",
    "vendor_id_of",
]

for _resource in RESOURCES:
    if _resource.tables:
        import_module(f"{__name__}.{_resource.name}")
