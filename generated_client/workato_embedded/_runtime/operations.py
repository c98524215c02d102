"""What the client knows of an operation: data that the generated code fills in. Does nothing by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from urllib.parse import unquote

if TYPE_CHECKING:
    from .masks import Marks
    from .paging import Paging
    from .rate_limiting import RateLimit

T = TypeVar("T")


# Only ever compared as itself; to leave the rest out is half of what these two cost to import.
@dataclass(frozen=True, eq=False, repr=False)
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
    """The property of the answer that holds the result, dots going down, or None where the answer is bare."""
    wrapper: str | None = None
    """The property of the request body that holds the arguments, or None where the body is bare."""
    content_type: str | None = None
    """The content type of a request body that is no JSON."""
    once: tuple[str, ...] = ()
    """Fields of the body that count each time that they are sent, whatever the method: what has one is not repeated."""
    secrets: Marks | None = None
    """Which fields of the result are secret, by path; see `masks.masked`."""
    rate_limit: RateLimit | None = None
    """How often the operation may be called, as documented, over all customers of a partner."""


REQUEST_ID: Final = "request"
"""What stands for the operationId where an address is called for which the document has no operation."""


def any_operation(method: str, path: str) -> Operation[Any]:
    """Return what stands for an operation that the document does not have.

    Raises:
        ValueError: the path does not begin at the base URL, or would leave it, or the method is no word.
    """
    if not (method.isascii() and method.isalpha()):
        raise ValueError(f"method must be a word such as GET, not {method!r}")
    if not path.startswith("/") or set(path) & {"?", "#", "\\"} or not path.isprintable():
        raise ValueError(f"path must begin with a slash and have neither query nor fragment, not {path!r}")
    if any(unquote(segment) in ("", ".", "..") for segment in path[1:].split("/")):
        raise ValueError(f"path must not have empty segments, `.` or `..`, as {path!r} has")
    # Braces would be parameters.
    literal = path.replace("{", "%7B").replace("}", "%7D")
    return Operation(id=REQUEST_ID, method=method.upper(), path=literal, read=lambda body: body)


@dataclass(frozen=True, eq=False, repr=False)
class PagedOperation(Operation[list[T]]):
    """An operation that answers a list of `T` page by page."""

    paging: Paging = field(kw_only=True)
    """How to get from page to page."""
