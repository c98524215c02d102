"""Carries out an operation and returns the JSON of the response, after the operation has accepted it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .. import readers
from ..base_client import SyncClient
from ..call import Call
from ..operations import Operation, PagedOperation
from ..responses import decode, read_page, unwrap
from ..secret_names import Marks


@dataclass(frozen=True)
class Result:
    """The result of a command.

    Attributes:
        body: The JSON as the API returned it; of all pages, the list of all entries.
        content: The same without its envelope.
        secrets: Which fields of `content` are secret, by path.
        is_map: Whether it is one object whose keys are data, such as the names of properties.
    """

    body: Any
    content: Any
    secrets: Marks | None = None
    is_map: bool = False


def fetch_json(client: SyncClient, operation: Operation[Any], call: Call) -> Any:
    """Carry out an operation once and return the JSON of the response. Raises WorkatoEmbeddedError."""
    return decode(client._send(operation, call))


def fetch(client: SyncClient, operation: Operation[Any], call: Call) -> Result:
    """Carry out an operation once. Raises WorkatoEmbeddedError, also if the response is not as documented."""
    response = client._send(operation, call)
    body = decode(response)
    _, content = unwrap(operation, response, body)
    return Result(body, content, operation.secrets, operation.read is readers.mapping)


def fetch_all(client: SyncClient, operation: PagedOperation[Any], call: Call) -> Result:
    """Return the entries of a page and of all pages after it. Raises WorkatoEmbeddedError."""
    entries: list[Any] = []
    following: Call | None = call
    while following is not None:
        page = read_page(operation, following, client._send(operation, following))
        entries += page.json
        following = page.next_call
    return Result(entries, entries, operation.secrets)
