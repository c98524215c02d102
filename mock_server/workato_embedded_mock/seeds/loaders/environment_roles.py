"""Loads environment roles of customers."""

from __future__ import annotations

from sqlalchemy import Table

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.environment_roles import environment_roles
from workato_embedded_mock.store.tables.managed_users import managed_users

# The roles of the system have ids up to this one.
LAST_SYSTEM_ID = 399


def load_environment_role(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an environment role of a customer."""
    add_role(builder, environment_roles, scope, value)


def add_role(builder: SeedBuilder, table: Table, scope: Scope, value: Json) -> None:
    """Add a role of a customer to a table of roles.

    Raises:
        SeedObjectError: The role is one of the system, or its customer has another role of this name.
    """
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    if not isinstance(value["id"], int) or value["id"] <= LAST_SYSTEM_ID:
        raise SeedObjectError("/value/id", f"the id of a role must be a number above {LAST_SYSTEM_ID}")
    if value["type"] == "system":
        raise SeedObjectError("/value/type", "every customer has the roles of the system; a seed has no others")
    names = {(row["managed_user_id"], row["name"]) for row in builder.rows[table].values()}
    if (owner, value["name"]) in names:
        raise SeedObjectError("/value/name", "the customer has another role of this name")
    row = row_of(table, value, managed_user_id=owner)
    builder.add(table, value["id"], {**row, "config": value.get("config", {})})


LOADERS: Loaders = {
    "EnvironmentRole": load_environment_role,
}
