"""The tables of the store, typed; must not know what the API makes of them.

Every row belongs to a namespace, and what belongs to a customer goes with it: the foreign keys cascade. Columns are
named like the properties of the API. Times are kept as the text that the API answers, so that a seed comes back as
written.

The tables of a resource are in the module that the registry names; importing this package makes all of them known to
`metadata`.
"""

from __future__ import annotations

from importlib import import_module

from workato_embedded_mock.registry import RESOURCES
from workato_embedded_mock.store.tables.base import (
    FIRST_ID,
    INSTRUMENT,
    metadata,
    namespaces,
    schema_version,
    sequences,
)
from workato_embedded_mock.store.tables.instruments import (
    clocks,
    faults,
    journal,
    limit_windows,
    limits,
    recipe_timers,
    snapshots,
)

__all__ = [
    "FIRST_ID",
    "INSTRUMENT",
    "clocks",
    "faults",
    "journal",
    "limit_windows",
    "limits",
    "metadata",
    "namespaces",
    "recipe_timers",
    "schema_version",
    "sequences",
    "snapshots",
]

for _resource in RESOURCES:
    if _resource.tables:
        import_module(f"{__name__}.{_resource.name}")
