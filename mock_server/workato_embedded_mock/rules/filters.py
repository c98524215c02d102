"""Filters of lists that read all rows of a customer; must not read the store for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.instruments.clock import parse_time
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.folders import folders_below
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.folders import projects

Filter = Callable[[Row], bool]

_FOLDERS = select(projects.c.id, projects.c.folder_id).where(
    projects.c.namespace == NAMESPACE_ID, projects.c.managed_user_id == bindparam("owner")
)


def equal_texts(**wanted: str | None) -> Iterator[Filter]:
    """Yield a filter for rows whose values, as text, are the wanted ones; None is not compared."""
    filters = {name: value for name, value in wanted.items() if value is not None}
    if filters:
        yield lambda row: all(row[name] is not None and str(row[name]) == value for name, value in filters.items())


def in_project(context: Context, owner: int, project_id: str | None) -> Iterator[Filter]:
    """Yield a filter for rows in the folders of a project; an unknown project has none."""
    if project_id is None:
        return
    known = {str(row["id"]): row["folder_id"] for row in context.session.all(_FOLDERS, owner=owner)}
    folder_id = known.get(project_id)
    within = set() if folder_id is None else set(folders_below(context, folder_id))
    yield lambda row: row["folder_id"] in within


def later_than(pointer: str, column: str, text: str | None) -> Iterator[Filter]:
    """Yield a filter for rows whose time in a column is after another one.

    Raises:
        BadRequestError: The text is not a time.
    """
    if text is None:
        return
    time = parse_time(text)
    if time is None:
        raise bad_request(pointer, "format", "this is not an ISO 8601 time")
    yield lambda row: (own := parse_time(row[column] or "")) is not None and own > time
