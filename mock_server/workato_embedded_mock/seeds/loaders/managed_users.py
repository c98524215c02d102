"""Loads managed users and members; adds the projects that other objects name."""

from __future__ import annotations

from typing import Any

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.folders import projects
from workato_embedded_mock.store.tables.managed_users import managed_users, members

_MAX_DIGITS = 18


def load_managed_user(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a managed user."""
    allow_only(scope)
    external_id = value["external_id"]
    if external_id is not None and any(
        row["external_id"] == external_id for row in builder.rows[managed_users].values()
    ):
        raise SeedObjectError("/value/external_id", "another customer has this external id")
    builder.add(managed_users, value["id"], row_of(managed_users, value, renews=False))


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
