"""Reads the journal of an account: a page of summaries, or one entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workato_embedded_mock.console.accounts import Account
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.instruments.journal_entries import (
    EVERYTHING,
    JournalFilter,
    RequestSummary,
    last_id,
    list_entries,
    list_summaries,
    read_entry,
)
from workato_embedded_mock.plain_json import Json

PAGE = 50
# The headers of a response that identify its request.
REQUEST_IDS = ("x-request-id", "x-correlation-id")
_FEW = 20


def list_requests(
    tools: Tools, account: Account, wanted: JournalFilter = EVERYTHING, before: int | None = None
) -> list[RequestSummary]:
    """Return the requests before an id, newest first: one page, and one more if there are more."""
    with tools.journal.reading(account.name) as session:
        return list_summaries(session, wanted, before=before, limit=PAGE + 1)


def list_newer(tools: Tools, account: Account, wanted: JournalFilter, after: int) -> list[RequestSummary] | None:
    """Return the requests after an id, newest first; None if the list of a page has to be loaded again.

    That is so if they are more than a page, or if the journal was cleared: then ids begin again.
    """
    with tools.journal.reading(account.name) as session:
        found = list_summaries(session, wanted, after=after, limit=PAGE + 1)
        is_known = bool(found) or after <= last_id(session)
    return found if is_known and len(found) <= PAGE else None


def read_last_id(tools: Tools, account: Account) -> int:
    """Return the id of the latest request; 0 if there is none."""
    with tools.journal.reading(account.name) as session:
        return last_id(session)


def find_sent(tools: Tools, account: Account, after: int, headers: Mapping[str, str]) -> int | None:
    """Return the id of the request after an id whose response has headers; None if there is none."""
    with tools.journal.reading(account.name) as session:
        found = [each.id for each in list_summaries(session, after=after, limit=PAGE)]
        for number in reversed(found):
            entry = read_entry(session, number)
            if not headers or all(entry["response"]["headers"].get(name) == headers.get(name) for name in REQUEST_IDS):
                return number
    return None


def list_whole(tools: Tools, account: Account, wanted: JournalFilter) -> list[Json]:
    """Return the whole entries of all requests that match a filter, oldest first."""
    with tools.journal.reading(account.name) as session:
        return list_entries(session, wanted)


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
