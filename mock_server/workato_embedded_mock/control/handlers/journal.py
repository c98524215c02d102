"""Handlers for the journal of a namespace."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.instruments.journal import ANONYMOUS
from workato_embedded_mock.instruments.journal_entries import JournalFilter
from workato_embedded_mock.plain_json import Json, as_json


def get_journal(
    tools: Tools,
    namespace: str | None,
    operation: str | None,
    status: int | None,
    method: str | None,
    path: str | None,
    unmatched: bool | None,
    rejected: bool | None,
    wrote: str | None,
    limit: int | None,
) -> Json:
    """Return the journal entries that match all filters, oldest first, and their number."""
    if operation is not None:
        tools.check_operation(operation, "/query/operation")
    wanted = JournalFilter(
        operation_id=operation,
        status=status,
        method=None if method is None else method.upper(),
        text=path,
        rejected=rejected,
        unmatched=unmatched,
        wrote=None if wrote is None else _object(wrote),
    )
    name = ANONYMOUS if namespace is None else namespace
    entries = tools.journal.texts(name, wanted)
    # The filter ignores case, and finds the text in the query, too.
    found = [as_json(text) for own_path, text in entries if path is None or path in own_path]
    shown = found if limit is None else found[len(found) - min(limit, len(found)) :]
    return {"count": len(found), "entries": shown, "lost": tools.journal.lost(name)}


def delete_journal(tools: Tools, namespace: str | None) -> Json:
    """Remove the journal entries of a namespace."""
    tools.journal.clear(ANONYMOUS if namespace is None else namespace)
    return {"count": 0, "entries": [], "lost": 0}


def _object(text: str) -> tuple[str, int]:
    """Return the table and the id of an object.

    Raises:
        BadRequestError: The text is not a name and a number.
    """
    table, slash, number = text.partition("/")
    if not table or not slash or not (number.isascii() and number.isdigit()):
        raise bad_request(
            "/query/wrote", "pattern", f"invalid object {text!r}: expected a table and an id, as recipes/7"
        )
    return table, int(number)
