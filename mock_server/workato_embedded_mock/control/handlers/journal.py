"""Handlers for the journal of a namespace."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.instruments.journal import ANONYMOUS
from workato_embedded_mock.plain_json import Json


def get_journal(
    tools: Tools,
    namespace: str | None,
    operation: str | None,
    status: int | None,
    method: str | None,
    path: str | None,
    unmatched: bool | None,
    limit: int | None,
) -> Json:
    """Return the journal entries that match all filters, oldest first, and their number."""
    if operation is not None:
        tools.check_operation(operation, "/query/operation")
    found = [
        entry
        for entry in tools.journal.entries(ANONYMOUS if namespace is None else namespace)
        if (operation is None or entry["operation_id"] == operation)
        and (status is None or entry["status"] == status)
        and (method is None or entry["method"] == method.upper())
        and (path is None or path in entry["path"])
        and (unmatched is None or (entry["operation_id"] is None) == unmatched)
    ]
    return {"count": len(found), "entries": found if limit is None else found[len(found) - min(limit, len(found)) :]}


def delete_journal(tools: Tools, namespace: str | None) -> Json:
    """Remove the journal entries of a namespace."""
    tools.journal.clear(ANONYMOUS if namespace is None else namespace)
    return {"count": 0, "entries": []}
