"""Finds the project of a folder and the folders below it; must not write."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.folders import folders, projects

_BELOW = select(folders.c.id).where(
    folders.c.namespace == NAMESPACE_ID, folders.c.parent_id.in_(bindparam("above", expanding=True))
)
_FOLDER = (
    select(folders.c.parent_id, projects.c.id.label("project_id"))
    .outerjoin(projects, (projects.c.namespace == folders.c.namespace) & (projects.c.folder_id == folders.c.id))
    .where(folders.c.namespace == NAMESPACE_ID, folders.c.id == bindparam("wanted"))
)


def folders_below(context: Context, folder_id: int) -> list[int]:
    """Return the id of a folder and of every folder below it, parents first."""
    level = [folder_id]
    found = list(level)
    while level:
        level = [row["id"] for row in context.session.all(_BELOW, above=level)]
        found += level
    return found


def project_of(context: Context, folder_id: int) -> int | None:
    """Return the id of the project that a folder belongs to; Home belongs to none."""
    wanted: int | None = folder_id
    while wanted is not None:
        row = context.session.first(_FOLDER, wanted=wanted)
        if row is None or row["project_id"] is not None:
            return None if row is None else int(row["project_id"])
        wanted = row["parent_id"]
    return None
