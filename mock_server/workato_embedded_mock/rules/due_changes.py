"""Applies changes that are due by the clock, each for itself; must not know what they are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from sqlalchemy import Table

from workato_embedded_mock.rules.context import Context, Unprepared
from workato_embedded_mock.store.availability import unavailability
from workato_embedded_mock.store.session import Row

logger = logging.getLogger(__name__)


def _always(_context: Context, _row: Row) -> bool:
    return True


def apply_separately(
    context: Context,
    rows: Iterable[Row],
    apply: Callable[[Context, Row], object],
    is_due: Callable[[Context, Row], bool] = _always,
    *,
    table: Table,
) -> None:
    """Apply the changes of the objects that are due. One that fails is rolled back, logged and tried again later.

    So the account is served although an object has a value that its change cannot handle. Requests that apply the
    change of this object fail.

    Args:
        context: The context of the task.
        rows: The rows of the objects.
        apply: Applies the change of an object.
        is_due: Returns whether an object is due.
        table: The table of the objects.

    Raises:
        Unprepared: A change needs a result that takes long to get.
        Exception: The database is not available.
    """
    failed = context.failed_changes
    for row in rows:
        key = (context.namespace, table.name, row["id"])
        try:
            if is_due(context, row) and not failed.is_paused(key):
                with context.session.savepoint():
                    apply(context, row)
                failed.discard(key)
        except Unprepared:
            raise
        except Exception as error:
            if unavailability(error) is not None:
                raise
            failed.add(key)
            logger.exception("a change that is due failed for the object %s", row["id"])
