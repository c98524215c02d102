"""Loads customer managers with their team collaborators and privilege groups."""

from __future__ import annotations

from sqlalchemy import Table

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.customer_managers import (
    customer_managers,
    manager_workspaces,
    privilege_groups,
    team_collaborators,
)
from workato_embedded_mock.store.tables.managed_users import managed_users


def load_customer_manager(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a customer manager."""
    allow_only(scope)
    person = _add_once(builder, team_collaborators, value, "user")
    if any(row["team_collaborator_id"] == person for row in builder.rows[customer_managers].values()):
        raise SeedObjectError("/value/user/id", "the person is a customer manager already")
    role = _add_once(builder, privilege_groups, value, "privilege_group")
    row = {"id": value["id"], "team_collaborator_id": person, "privilege_group_id": role}
    builder.add(customer_managers, value["id"], row)
    for index, workspace in enumerate(value.get("moderated_workspaces", ())):
        pointer = f"/value/moderated_workspaces/{index}"
        owner = builder.rows[managed_users].get(workspace["id"])
        if owner is None:
            raise SeedObjectError(f"{pointer}/id", f"the seed has no customer {workspace['id']}")
        if owner["name"] != workspace["name"]:
            raise SeedObjectError(f"{pointer}/name", f"the customer {owner['id']} has another name")
        key = {"customer_manager_id": value["id"], "managed_user_id": owner["id"]}
        builder.rows[manager_workspaces][tuple(key.values())] = key


def _add_once(builder: SeedBuilder, table: Table, value: Json, name: str) -> int:
    """Add a nested person or role unless it was added before; return its id.

    Raises:
        SeedObjectError: The person or role was added before with other values.
    """
    row = row_of(table, value[name])
    known = builder.rows[table].setdefault(row["id"], row)
    for part, given in row.items():
        if known[part] != given:
            raise SeedObjectError(
                f"/value/{name}/{pointer_token(part)}", f"another customer manager has {known[part]!r} for this id"
            )
    return int(row["id"])


LOADERS: Loaders = {
    "CustomerManager": load_customer_manager,
}
