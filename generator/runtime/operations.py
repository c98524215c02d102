"""What the client knows of an operation: data that the generated code fills in. Does nothing by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Operation(Generic[T]):
    """One operation of the API, whose answer becomes a `T`."""

    id: str
    """The operationId of the spec."""
    method: str
    """The HTTP method."""
    path: str
    """The path below the base URL, with parameters in braces."""
    read: Callable[[Any], T]
    """Turns the unwrapped JSON of a successful answer into the result."""
    envelope: str | None = None
    """The property of the answer that holds the result, or None where the answer is bare."""
    wrapper: str | None = None
    """The property of the request body that holds the arguments, or None where the body is bare."""


@dataclass(frozen=True)
class PageNumbers:
    """How a list is paged by numbers."""

    page: str
    """Name of the query parameter with the page's number."""
    per_page: str
    """Name of the query parameter with the page's size."""
    first: int
    """Number of the first page."""
    size: int
    """Entries on a page when the caller asks for no size."""
    max: int
    """Entries on a page at the most; the API lowers a larger size to this."""
    total: str | None = None
    """Property of the answer that counts all entries, where there is one."""


@dataclass(frozen=True)
class PagedOperation(Operation[list[T]]):
    """An operation that answers a list of `T` page by page."""

    paging: PageNumbers = field(kw_only=True)
    """How to get from page to page."""
