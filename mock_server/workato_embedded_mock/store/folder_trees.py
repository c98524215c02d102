"""Detaches folders from each other before they are deleted.

Databases limit how deeply deletions can cascade, and folders can be nested more deeply.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Update, null, update

from workato_embedded_mock.store.tables.folders import folders
from workato_embedded_mock.store.written_rows import UNNOTED


def detach(*conditions: ColumnElement[bool], to: Any = None) -> Update:
    """Return the statement that moves the folders that fulfil conditions to the top, or into a folder."""
    moved = (
        update(folders)
        .where(folders.c.parent_id.is_not(None), *conditions)
        .values(parent_id=null() if to is None else to)
    )
    return moved.execution_options(**{UNNOTED: True})
