"""Loads environment roles of customers."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.environment_roles import environment_roles
from workato_embedded_mock.store.tables.managed_users import managed_users

# The roles of the system have ids up to this one.
LAST_SYSTEM_ID = 399


def load_environment_role(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an environment role of a customer."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    if value["id"] <= LAST_SYSTEM_ID:
        raise SeedObjectError("/value/id", f"ids up to {LAST_SYSTEM_ID} belong to the roles of the system")
    if value["type"] == "system":
        raise SeedObjectError("/value/type", "every customer has the roles of the system; a seed has no others")
    if any(
        (row["managed_user_id"], row["name"]) == (owner, value["name"])
        for row in builder.rows[environment_roles].values()
    ):
        raise SeedObjectError("/value/name", "the customer has another environment role of this name")
    row = row_of(environment_roles, value, managed_user_id=owner)
    builder.add(environment_roles, value["id"], {**row, "config": value.get("config", {})})


LOADERS: Loaders = {
    "EnvironmentRole": load_environment_role,
}
