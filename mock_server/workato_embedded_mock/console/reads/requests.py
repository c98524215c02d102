"""Reads the journal of an account: a page of summaries, or one entry."""

from __future__ import annotations

from collections.abc import Sequence

from workato_embedded_mock.console.accounts import Account
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.instruments.journal_entries import (
    EVERYTHING,
    JournalFilter,
    RequestSummary,
    list_summaries,
    read_entry,
)
from workato_embedded_mock.plain_json import Json

PAGE = 50
_FEW = 20


def list_requests(
    tools: Tools, account: Account, wanted: JournalFilter = EVERYTHING, before: int | None = None
) -> list[RequestSummary]:
    """Return the requests before an id, newest first: one page, and one more if there are more."""
    with tools.journal.reading(account.name) as session:
        return list_summaries(session, wanted, before=before, limit=PAGE + 1)


def list_newer(tools: Tools, account: Account, wanted: JournalFilter, after: int) -> list[RequestSummary]:
    """Return the requests after an id, newest first: at most one page, and one more if there are more."""
    with tools.journal.reading(account.name) as session:
        return list_summaries(session, wanted, after=after, limit=PAGE + 1)


def requests_that_wrote(tools: Tools, account: Account, table: str, number: int) -> Sequence[RequestSummary]:
    """Return the latest requests that created, updated or deleted an object, newest first.

    Args:
        tools: The parts of the mock.
        account: The account.
        table: The name of the object's table in the state, such as `recipes`.
        number: The id of the object.
    """
    with tools.journal.reading(account.name) as session:
        return list_summaries(session, JournalFilter(wrote=(table, number)), limit=_FEW)


def read_request(tools: Tools, account: Account, number: int) -> Json:
    """Return the entry of the journal with an id; None if there is none."""
    with tools.journal.reading(account.name) as session:
        return read_entry(session, number)
