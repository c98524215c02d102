# Copied by `python -m generator build` from generator/runtime/. Do not edit.
"""Carries out an operation and gives its answer as JSON, which no model has read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx

from .. import readers
from ..answers import decode, read
from ..base_client import SyncClient
from ..call import Call
from ..operations import Operation, PagedOperation
from ..raw import raw_calls


@dataclass(frozen=True)
class Result:
    """What came of a command."""

    body: Any
    """The JSON as the API answered it; of all pages, the list of all entries."""
    content: Any
    """The same without the envelope around it."""


def one(client: SyncClient, operation: Operation[Any], call: Call) -> Result:
    """Carry out an operation, once. Raises WorkatoEmbeddedError."""
    response = raw_calls(client).call(operation, call).http_response
    return Result(decode(response), _content(operation, response))


def every_page(client: SyncClient, operation: PagedOperation[Any], call: Call) -> Result:
    """Get a page and all after it. Raises WorkatoEmbeddedError."""
    entries = [entry for page in _pages(client, operation, call) for entry in page]
    return Result(entries, entries)


def _pages(client: SyncClient, operation: PagedOperation[Any], call: Call) -> Iterator[list[Any]]:
    following: Call | None = call
    while following is not None:
        answer: Any = raw_calls(client).page(operation, following)
        yield _content(operation, answer.http_response, readers.list_of(readers.anything))
        following = answer.parse()._next


def _content(operation: Operation[Any], response: httpx.Response, reader: Any = readers.anything) -> Any:
    return read(replace(operation, read=reader), response)
