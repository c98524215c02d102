"""Loads environment and project properties."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only
from workato_embedded_mock.seeds.loaders.managed_users import add_project
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.properties import ENVIRONMENT, properties


def load_properties(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load the properties of a project when `in` names one, else environment properties."""
    allow_only(scope, "managed_user_id", "project_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    project_id = ENVIRONMENT
    if "project_id" in scope:
        project_id = add_project(builder, owner, scope["project_id"], "/in/project_id")
    for name, text in value.items():
        key = (owner, project_id, name)
        row = {"managed_user_id": owner, "project_id": project_id, "name": name, "value": text}
        if key in builder.rows[properties]:
            raise SeedObjectError(f"/value/{pointer_token(name)}", "the property is defined twice")
        builder.add(properties, key, row)


LOADERS: Loaders = {
    "PropertyMap": load_properties,
}
