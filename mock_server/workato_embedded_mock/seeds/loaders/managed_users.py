"""Loads managed users and members; adds the projects that other objects name."""

from __future__ import annotations

from typing import Any

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Row, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.folders import projects
from workato_embedded_mock.store.tables.managed_users import environment_row, environments, managed_users, members

_MAX_DIGITS = 18


def load_managed_user(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a managed user."""
    allow_only(scope)
    external_id = value["external_id"]
    if external_id is not None and any(
        row["external_id"] == external_id for row in builder.rows[managed_users].values()
    ):
        raise SeedObjectError("/value/external_id", "another customer has this external id")
    row = row_of(managed_users, value, renews=False)
    builder.add(managed_users, value["id"], row)
    for index, environment in enumerate(value.get("environments") or ()):
        _load_environment(builder, row, environment, f"/value/environments/{index}")


def _load_environment(builder: SeedBuilder, customer: Row, value: Json, pointer: str) -> None:
    """Load an environment of a customer, which gets an empty workspace."""
    workspace_id, kind = value["id"], value["environment_type"]
    if any(
        row["managed_user_id"] == customer["id"] and row["environment_type"] == kind
        for row in builder.rows[environments].values()
    ):
        raise SeedObjectError(f"{pointer}/environment_type", f"the customer has two {kind} environments")
    if workspace_id in builder.rows[managed_users]:
        raise SeedObjectError(f"{pointer}/id", f"another customer has the id {workspace_id}")
    builder.add(managed_users, workspace_id, environment_row(customer, workspace_id, kind))
    row = {"id": workspace_id, "managed_user_id": customer["id"], "environment_type": kind, "requires_review": None}
    builder.add(environments, workspace_id, row)


def load_member(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a member of a managed user."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    builder.add(members, value["id"], row_of(members, value, managed_user_id=owner))


def add_project(builder: SeedBuilder, owner: int, project_id: Any, pointer: str) -> int:
    """Add a project unless it was added before; return its id. `pointer` locates the id in the seed entry.

    Raises:
        SeedObjectError: The id is invalid, or the project belongs to another customer.
    """
    if not isinstance(project_id, int) or isinstance(project_id, bool) or project_id < 1:
        raise SeedObjectError(pointer, "a project id must be a positive integer")
    known = builder.rows[projects].setdefault(
        project_id, {"id": project_id, "managed_user_id": owner, "folder_id": None, "description": None}
    )
    if known["managed_user_id"] != owner:
        raise SeedObjectError(pointer, "the project belongs to another customer")
    return project_id


def add_project_by_text(builder: SeedBuilder, owner: int, text: str, pointer: str) -> int:
    """Add a project whose id is given as text; see `add_project`.

    Raises:
        SeedObjectError: The id is invalid, or the project belongs to another customer.
    """
    if not text.isascii() or not text.isdigit() or len(text) > _MAX_DIGITS:
        raise SeedObjectError(pointer, "a project id must consist of digits")
    return add_project(builder, owner, int(text), pointer)


LOADERS: Loaders = {
    "ManagedUser": load_managed_user,
    "Member": load_member,
}
