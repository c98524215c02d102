"""Loads project roles of customers."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder
from workato_embedded_mock.seeds.loaders.environment_roles import add_role
from workato_embedded_mock.store.tables.project_roles import project_roles


def load_project_role(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a project role of a customer."""
    add_role(builder, project_roles, scope, value)


LOADERS: Loaders = {
    "ProjectRole": load_project_role,
}
