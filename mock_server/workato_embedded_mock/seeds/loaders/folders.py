"""Loads folders and projects; adds the Home folders and projects that are implied."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import (
    Finalizer,
    Loaders,
    Row,
    Scope,
    SeedBuilder,
    SeedObjectError,
    allow_only,
    row_of,
)
from workato_embedded_mock.seeds.loaders.managed_users import add_project
from workato_embedded_mock.store.tables.folders import HOME, folders, projects
from workato_embedded_mock.store.tables.managed_users import managed_users

# Placeholder for the id of a Home folder until all objects are loaded.
_HOME_LATER = 0


def load_folder(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a folder; `in.project_id` is the project id of a top-level folder.

    An unknown parent is the customer's Home folder: the API never returns the Home folder itself.
    """
    allow_only(scope, "managed_user_id", "project_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")
    top_level, parent_id = _parent_of(builder, owner, value["parent_id"])
    row = row_of(folders, value, managed_user_id=owner["id"], parent_id=parent_id)
    builder.add(folders, value["id"], row)
    if "project_id" in scope:
        if not top_level:
            raise SeedObjectError("/in/project_id", "only a top-level folder is a project")
        project_id = add_project(builder, owner["id"], scope["project_id"], "/in/project_id")
        builder.rows[projects][project_id]["folder_id"] = value["id"]


def load_project(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a project. Its top-level folder must have been loaded before and have the same name."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")
    check_folder(builder, owner["id"], value["folder_id"], "/value/folder_id")
    folder = builder.rows[folders][value["folder_id"]]
    if folder["name"] != value["name"]:
        raise SeedObjectError("/value/name", f"the folder {folder['id']} has another name")
    project_id = add_project(builder, owner["id"], value["id"], "/value/id")
    builder.rows[projects][project_id] |= {"folder_id": folder["id"], "description": value.get("description")}


def add_implied_folders(builder: SeedBuilder) -> None:
    """Add missing Home folders of customers and missing projects of top-level folders.

    Projects without a folder are assigned to the top-level folders in the order of the seed.
    """
    rows = builder.rows[folders]
    for owner in builder.rows[managed_users].values():
        home = _home(builder, owner) or _add_home(builder, owner, builder.next_id(folders))
        owned = [row for row in builder.rows[projects].values() if row["managed_user_id"] == owner["id"]]
        assigned = {row["folder_id"] for row in owned}
        free = [row for row in owned if row["folder_id"] is None]
        for row in rows.values():
            if row["managed_user_id"] == owner["id"] and row["parent_id"] == _HOME_LATER:
                row["parent_id"] = home["id"]
            if row["parent_id"] == home["id"] and row["id"] not in assigned:
                (free.pop(0) if free else _add_next_project(builder, owner["id"]))["folder_id"] = row["id"]
    # Parents must be inserted first.
    builder.rows[folders] = dict(sorted(rows.items(), key=lambda item: item[1]["parent_id"] is not None))


def check_folder(builder: SeedBuilder, owner: int, folder_id: int, pointer: str) -> None:
    """Check that a customer has a folder; `pointer` locates the folder id in the seed entry.

    Raises:
        SeedObjectError: The customer does not have it.
    """
    row = builder.rows[folders].get(folder_id)
    if row is None:
        raise SeedObjectError(pointer, f"the seed has no folder {folder_id}")
    if row["managed_user_id"] != owner:
        raise SeedObjectError(pointer, "the folder belongs to another customer")


def _parent_of(builder: SeedBuilder, owner: Row, parent_id: int | None) -> tuple[bool, int]:
    """Return whether a folder is at the top level, and the id of its parent."""
    home = _home(builder, owner)
    if parent_id is None:
        return True, _HOME_LATER
    known = builder.rows[folders].get(parent_id)
    if known is None and home is None:
        known = home = _add_home(builder, owner, parent_id)
    if known is None:
        raise SeedObjectError("/value/parent_id", f"the seed has no folder {parent_id} before this one")
    if known["managed_user_id"] != owner["id"]:
        raise SeedObjectError("/value/parent_id", "the folder belongs to another customer")
    return known is home, parent_id


def _home(builder: SeedBuilder, owner: Row) -> Row | None:
    rows = builder.rows[folders].values()
    return next((row for row in rows if row["managed_user_id"] == owner["id"] and row["parent_id"] is None), None)


def _add_home(builder: SeedBuilder, owner: Row, folder_id: int) -> Row:
    row = {
        "id": folder_id,
        "managed_user_id": owner["id"],
        "name": HOME,
        "parent_id": None,
        "created_at": owner["created_at"],
        "updated_at": owner["created_at"],
    }
    builder.add(folders, folder_id, row)
    return row


def _add_next_project(builder: SeedBuilder, owner: int) -> Row:
    number = builder.next_id(projects)
    add_project(builder, owner, number, "")
    return builder.rows[projects][number]


LOADERS: Loaders = {
    "Folder": load_folder,
    "Project": load_project,
}
FINALIZERS: tuple[Finalizer, ...] = (add_implied_folders,)
