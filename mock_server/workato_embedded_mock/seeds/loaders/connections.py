"""Loads connections."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.managed_users import managed_users


def load_connection(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a connection; `in.runtime` marks a runtime user connection.

    `in.settings` has the inputs that decide which other inputs the connection has.
    """
    allow_only(scope, "managed_user_id", "runtime", "settings")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    runtime = scope.get("runtime", False)
    if not isinstance(runtime, bool):
        raise SeedObjectError("/in/runtime", "this must be true (runtime user connection) or false")
    settings = scope.get("settings")
    if settings is not None and not isinstance(settings, dict):
        raise SeedObjectError("/in/settings", "this must be a mapping of input names to values")
    row = row_of(connections, value, managed_user_id=owner, runtime=runtime, settings=settings)
    builder.add(connections, value["id"], row)


LOADERS: Loaders = {
    "Connection": load_connection,
}
