"""Loads custom roles of customers."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, allow_only, row_of
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.roles import roles


def load_role(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a custom role of a customer."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    builder.add(roles, value["id"], row_of(roles, value, managed_user_id=owner))


LOADERS: Loaders = {
    "Role": load_role,
}
