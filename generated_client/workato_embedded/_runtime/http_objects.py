"""Accepts the HTTP clients, timeouts and auth objects that callers pass: those of httpx2, and those of httpx.

httpx need not be installed. An object can belong to httpx only if the program has imported httpx; only then is
`httpx_adapter` imported, which converts the object.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Callable, Generator
from typing import Any, NoReturn, Protocol, TypeVar, cast

import httpx2

T = TypeVar("T")


class HttpxClient(Protocol):
    """An `httpx.Client`, as type checkers see it: they need not have httpx."""

    def build_request(self, method: Any, url: Any) -> Any: ...

    def close(self) -> None: ...


class HttpxAsyncClient(Protocol):
    """An `httpx.AsyncClient`, as type checkers see it."""

    def build_request(self, method: Any, url: Any) -> Any: ...

    async def aclose(self) -> None: ...


class HttpxTimeout(Protocol):
    """An `httpx.Timeout`, as type checkers see it."""

    def as_dict(self) -> dict[str, float | None]: ...


class HttpxAuth(Protocol):
    """An `httpx.Auth`, as type checkers see it."""

    def sync_auth_flow(self, request: Any) -> Generator[Any, Any, None]: ...

    def async_auth_flow(self, request: Any) -> AsyncGenerator[Any, Any]: ...


# A timeout in seconds, or a timeout object.
Timeout = float | httpx2.Timeout | HttpxTimeout
# An auth object, or a user name and a password, or a function that adds the credentials to a request and returns it.
Auth = httpx2.Auth | HttpxAuth | tuple[str, str] | Callable[[httpx2.Request], httpx2.Request]


def sync_http_client(given: object) -> httpx2.Client:
    """Return an HTTP client of httpx2 for the one that a caller passed. Raises TypeError."""
    expected = "an httpx2.Client or an httpx.Client"
    return _converted(given, httpx2.Client) or _reject("http_client", given, expected)


def async_http_client(given: object) -> httpx2.AsyncClient:
    """Return an asynchronous HTTP client of httpx2 for the one that a caller passed. Raises TypeError."""
    expected = "an httpx2.AsyncClient or an httpx.AsyncClient"
    return _converted(given, httpx2.AsyncClient) or _reject("http_client", given, expected)


def timeout_object(given: object) -> httpx2.Timeout:
    """Return a timeout of httpx2 for the timeout object that a caller passed. Raises TypeError."""
    expected = "a number of seconds, an httpx2.Timeout, an httpx.Timeout or None"
    return _converted(given, httpx2.Timeout) or _reject("timeout", given, expected)


def auth_object(given: object) -> httpx2.Auth:
    """Return an auth object of httpx2 for what a caller passed. Raises TypeError."""
    if auth := _converted(given, httpx2.Auth):
        return auth
    match given:
        case tuple((str() as user_name, str() as password)):
            return httpx2.BasicAuth(user_name, password)
        case _ if callable(given) and not isinstance(given, type):
            return httpx2.FunctionAuth(cast(Callable[[httpx2.Request], httpx2.Request], given))
        case _:
            expected = "an httpx2.Auth, an httpx.Auth, a user name and a password, or a function"
            return _reject("auth", given, expected)


def error_object(given: Exception) -> Exception:
    """Return an exception of httpx2 for one of httpx; other exceptions are returned as they are."""
    if not isinstance(given, httpx2.HTTPError) and sys.modules.get("httpx"):
        from .httpx_adapter import to_httpx2_error

        return to_httpx2_error(given)
    return given


def served(request: Any, respond: Callable[[httpx2.Request], httpx2.Response]) -> Any:
    """Return the response to a request that has been read, in the library of the request."""
    if isinstance(request, httpx2.Request):
        return respond(request)
    from .httpx_adapter import to_httpx, to_httpx2

    return to_httpx(respond(to_httpx2(request)), request)


def _converted(given: object, kind: type[T]) -> T | None:
    """Return an object of httpx2: the given one, or what it becomes if it belongs to httpx; None for any other."""
    made: object = given
    if not isinstance(given, kind) and sys.modules.get("httpx"):
        from .httpx_adapter import adapt

        made = adapt(given)
    return made if isinstance(made, kind) else None


def _reject(argument: str, given: object, expected: str) -> NoReturn:
    raise TypeError(f"invalid {argument}: expected {expected}, not {type_name(given)}")


def type_name(value: object) -> str:
    """Return the name of a value's type as `module.Class`, such as `requests.sessions.Session`."""
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
