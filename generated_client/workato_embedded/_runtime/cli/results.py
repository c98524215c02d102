"""Carries out an operation and gives its answer as JSON, once the operation has read it without complaint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx

from .. import readers
from ..base_client import SyncClient
from ..call import Call
from ..masks import Marks
from ..operations import Operation, PagedOperation
from ..raw import raw_calls
from ..responses import decode, read


@dataclass(frozen=True)
class Result:
    """What came of a command."""

    body: Any
    """The JSON as the API answered it; of all pages, the list of all entries."""
    content: Any
    """The same without the envelope around it."""
    secrets: Marks | None = None
    """Which fields of `content` are secret, by path."""
    is_map: bool = False
    """Whether it is one object whose keys are data, such as the names of properties."""


def one(client: SyncClient, operation: Operation[Any], call: Call) -> Result:
    """Carry out an operation, once. Raises WorkatoEmbeddedError, also where the answer is not as documented."""
    response = raw_calls(client).call(operation, call).http_response
    return Result(decode(response), _content(operation, response), operation.secrets, operation.read is readers.mapping)


def every_page(client: SyncClient, operation: PagedOperation[Any], call: Call) -> Result:
    """Get a page and all after it. Raises WorkatoEmbeddedError."""
    entries = [entry for page in _pages(client, operation, call) for entry in page]
    return Result(entries, entries, operation.secrets)


def _pages(client: SyncClient, operation: PagedOperation[Any], call: Call) -> Iterator[list[Any]]:
    following: Call | None = call
    while following is not None:
        answer: Any = raw_calls(client).page(operation, following)
        page = answer.parse()
        # The client reads no entries where a server gives the same page again.
        yield _content(operation, answer.http_response) if page.items else []
        following = page._next


def _content(operation: Operation[Any], response: httpx.Response) -> Any:
    """Return that of which the operation makes its result, as it came. Raises WorkatoEmbeddedError if there is none."""
    tried: list[tuple[Any, Any]] = []

    def note(value: Any) -> Any:
        tried.append((operation.read(value), value))
        return tried[-1][0]

    result = read(replace(operation, read=note), response)
    return next(value for made, value in tried if made is result)
