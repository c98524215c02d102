"""An operation of the API as data, which the generated code fills in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, TypeGuard, TypeVar
from urllib.parse import unquote

if TYPE_CHECKING:
    from .paging import Paging
    from .rate_limiting import RateLimit
    from .secret_names import Marks

T = TypeVar("T")


# Without `__eq__` and `__repr__`, which halves the import time of these two classes.
@dataclass(frozen=True, eq=False, repr=False)
class Operation(Generic[T]):
    """One operation of the API, whose result is a `T`.

    Attributes:
        id: The operationId of the spec.
        method: The HTTP method.
        path: The path below the base URL, with parameters in braces.
        name: The method of the client, such as `Recipes.list`.
        read: Converts the unwrapped JSON of a successful response to the result.
        envelope: The property of the response that holds the result, with dots for nesting, or None if there is no
            envelope.
        wrapper: The property of the request body that holds the arguments, or None if there is no wrapper.
        content_type: The content type of a request body that is not JSON.
        non_idempotent_fields: Fields of the body that take effect each time they are sent. A request with one of them
            is not retried.
        secrets: Which fields of the result are secret, by path; see `masks.masked`.
        rate_limit: The documented rate limit, over all customers of a partner.
    """

    id: str
    method: str
    path: str
    read: Callable[[Any], T]
    name: str = ""
    envelope: str | None = None
    wrapper: str | None = None
    content_type: str | None = None
    non_idempotent_fields: tuple[str, ...] = ()
    secrets: Marks | None = None
    rate_limit: RateLimit | None = None


# The operationId of a call of `request`, which the document does not have.
REQUEST_ID: Final = "request"


def any_operation(method: str, path: str) -> Operation[Any]:
    """Return the operation of a path that the document does not have.

    Raises:
        ValueError: The path does not start at the base URL or would leave it, or the method is not a word.
    """
    if not (method.isascii() and method.isalpha()):
        raise ValueError(f"invalid method: expected a word such as GET, not {method!r}")
    if not path.startswith("/") or set(path) & {"?", "#", "\\"} or not path.isprintable():
        raise ValueError(f"invalid path: expected a leading slash, no query and no fragment, not {path!r}")
    if any(unquote(segment) in ("", ".", "..") for segment in path[1:].split("/")):
        raise ValueError(f"invalid path {path!r}: it has an empty segment, `.` or `..`")
    # Braces would be parsed as parameters.
    literal = path.replace("{", "%7B").replace("}", "%7D")
    return Operation(id=REQUEST_ID, method=method.upper(), path=literal, name=REQUEST_ID, read=lambda body: body)


@dataclass(frozen=True, eq=False, repr=False)
class PagedOperation(Operation[list[T]]):
    """An operation that returns a list of `T` in pages.

    Attributes:
        paging: How the list is paged.
    """

    paging: Paging = field(kw_only=True)


def is_paged(operation: Operation[Any]) -> TypeGuard[PagedOperation[Any]]:
    """Return whether an operation is a list that comes in pages."""
    return isinstance(operation, PagedOperation)
