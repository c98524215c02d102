"""Deletes folders with everything in them; must not decide whether that is allowed."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.folders import BELOW
from workato_embedded_mock.store.folder_trees import detach
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.folders import folders
from workato_embedded_mock.store.tables.packages import packages
from workato_embedded_mock.store.tables.recipes import recipes

# What keeps a folder from being deleted, in the order in which the API looks for it.
_KINDS = {"connections": connections, "recipes": recipes}

_IN_FOLDERS = {
    kind: select(table.c.id).where(
        table.c.namespace == NAMESPACE_ID,
        table.c.managed_user_id == bindparam("owner"),
        table.c.folder_id.in_(BELOW),
    )
    for kind, table in _KINDS.items()
}
_CLEAR_PARENTS = (
    update(connections)
    .where(connections.c.namespace == NAMESPACE_ID, connections.c.parent_id == bindparam("deleted"))
    .values(parent_id=None)
)
_DELETE_CONNECTIONS = delete(connections).where(
    connections.c.namespace == NAMESPACE_ID, connections.c.id == bindparam("deleted")
)
_CLEAR_TARGETS = (
    update(packages).where(packages.c.namespace == NAMESPACE_ID, packages.c.folder_id.in_(BELOW)).values(folder_id=None)
)
_DETACH = detach(
    folders.c.namespace == NAMESPACE_ID,
    folders.c.id != bindparam("top"),
    folders.c.id.in_(BELOW),
    to=bindparam("top"),
)
_DELETE = delete(folders).where(folders.c.namespace == NAMESPACE_ID, folders.c.id == bindparam("wanted"))


def first_kind_in(context: Context, owner: int, folder_id: int) -> str | None:
    """Return what a folder and the folders below it contain, `connections` first; None if they are empty."""
    kinds = (
        kind for kind, statement in _IN_FOLDERS.items() if context.session.first(statement, owner=owner, top=folder_id)
    )
    return next(kinds, None)


def delete_tree(context: Context, owner: int, folder_id: int) -> None:
    """Delete a folder with its project, and the folders, recipes, connections and kept files in it.

    Packages that were imported into it stay. An import in progress has no target any more.
    """
    deleted = [row["id"] for row in context.session.all(_IN_FOLDERS["connections"], owner=owner, top=folder_id)]
    for connection_id in deleted:
        context.session.execute(_CLEAR_PARENTS, deleted=connection_id)
        context.session.execute(_DELETE_CONNECTIONS, deleted=connection_id)
    context.session.execute(_CLEAR_TARGETS, top=folder_id)
    # Foreign keys delete everything else.
    context.session.execute(_DETACH, top=folder_id)
    context.session.execute(_DELETE, wanted=folder_id)
