"""Finds the project of a folder and the folders below it; must not write."""

from __future__ import annotations

from sqlalchemy import BindParameter, Integer, Select, bindparam, literal, select

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.folders import folders, projects

_TOP: BindParameter[int] = bindparam("top")


def _below() -> tuple[Select[tuple[int]], Select[tuple[int]]]:
    """Return the ids of a folder and of all folders below it: in the order of their depth, and in no order."""
    columns = folders.c
    found = (
        select(columns.id, literal(0, Integer).label("depth"))
        .where(columns.namespace == NAMESPACE_ID, columns.id == _TOP)
        .cte("below", recursive=True)
    )
    found = found.union_all(
        select(columns.id, found.c.depth + 1)
        .join(found, columns.parent_id == found.c.id)
        .where(columns.namespace == NAMESPACE_ID)
    )
    return select(found.c.id).order_by(found.c.depth, found.c.id), select(found.c.id)


def _project() -> Select[tuple[int]]:
    """Return the id of the project of the first folder with one: the folder, or one that it is in."""
    columns, same = folders.c, (projects.c.namespace == folders.c.namespace) & (projects.c.folder_id == folders.c.id)
    folder = select(columns.parent_id, projects.c.id.label("project_id")).where(columns.namespace == NAMESPACE_ID)
    found = folder.outerjoin_from(folders, projects, same).where(columns.id == _TOP).cte("above", recursive=True)
    parents = found.join(folders, columns.id == found.c.parent_id).outerjoin(projects, same)
    found = found.union_all(folder.select_from(parents).where(found.c.project_id.is_(None)))
    return select(found.c.project_id).where(found.c.project_id.is_not(None))


_IN_ORDER, BELOW = _below()
_PROJECT = _project()


def folders_below(context: Context, folder_id: int) -> list[int]:
    """Return the id of a folder and of every folder below it, parents first."""
    return [row["id"] for row in context.session.all(_IN_ORDER, top=folder_id)]


def project_of(context: Context, folder_id: int) -> int | None:
    """Return the id of the project that a folder belongs to; Home belongs to none."""
    found = context.session.scalar(_PROJECT, top=folder_id)
    return None if found is None else int(found)
