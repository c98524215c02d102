"""Adds the caller's credentials to requests and keeps them out of everything else."""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator

import httpx2

# A token, or a function that returns it before each request, so that the token can change.
Token = str | Callable[[], str]
# A token, or a function, synchronous or asynchronous, that returns it before each request.
AsyncToken = str | Callable[[], str | Awaitable[str]]


class BearerAuth(httpx2.Auth):
    """Sends `Authorization: Bearer <token>`, without white space around the token. Its `repr` does not show the token.

    Raises:
        ValueError: The token is empty or is not valid in a header.
    """

    def __init__(self, token: AsyncToken) -> None:
        self._token = token if callable(token) else check_secret(token, "API token")

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Add the header. Raises TypeError if the function for the token is asynchronous."""
        if not callable(self._token):
            yield _with_token(request, self._token)
            return
        token = self._token()
        if not isinstance(token, str):
            if inspect.iscoroutine(token):
                token.close()
            raise TypeError("the function for the API token must return a string; AsyncWorkatoEmbedded can await it")
        yield _with_token(request, _returned(token))

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Add the header; await the token if its function is asynchronous."""
        if not callable(self._token):
            yield _with_token(request, self._token)
            return
        token = self._token()
        yield _with_token(request, _returned(token if isinstance(token, str) else await token))

    def __repr__(self) -> str:
        return "BearerAuth(...)"


class LegacyAuth(httpx2.Auth):
    """Sends the older pair of headers, `x-user-email` and `x-user-token`. Its `repr` shows neither.

    The vendor announced the end of these headers for 2024. Use them only with servers that still accept them.

    Raises:
        ValueError: The e-mail address or the token is empty, or is not valid in a header.
    """

    def __init__(self, email: str, token: str) -> None:
        self._headers = {
            "x-user-email": check_secret(email, "e-mail address"),
            "x-user-token": check_secret(token, "API token"),
        }

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Add the two headers."""
        request.headers.update(self._headers)
        yield request

    def __repr__(self) -> str:
        return "LegacyAuth(...)"


def check_secret(secret: str, what: str) -> str:
    """Return the secret without white space around it, such as the newline of a file.

    Args:
        secret: The secret.
        what: What it is and where it is from, such as `API token in WORKATO_EMBEDDED_API_TOKEN`.

    Raises:
        ValueError: It is empty or is not valid in a header. The message does not show it.
        TypeError: It is not a string.
    """
    if not isinstance(secret, str):
        raise TypeError(f"the {what} must be a string, not {type(secret).__name__}")
    secret = secret.strip()
    if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise ValueError(f"the {what} is empty or has characters that are not valid in a header")
    return secret


def without_secrets(request: httpx2.Request) -> httpx2.Request:
    """Return a copy of a sent request for errors to keep: without secrets in its headers and in its URL.

    A body that was sent in chunks is not kept.
    """
    # Imported here, since most programs never mask a request.
    from .masks import is_secret_header, masked_text

    masked = {name: _mask(value) for name, value in request.headers.items() if is_secret_header(name)}
    target = request.url.raw_path.decode("ascii")
    shown = masked_text(target)
    url = request.url.copy_with(userinfo=b"") if request.url.userinfo else request.url
    return httpx2.Request(
        request.method,
        url if shown == target else url.copy_with(raw_path=shown.encode("ascii")),
        headers={**request.headers, **masked},
        content=_content(request),
        extensions=request.extensions,
    )


def mask(response: httpx2.Response) -> httpx2.Response:
    """Mask the secrets of a response that is kept: those of its request, and of the request to which it redirects."""
    response.request = without_secrets(response.request)
    response.next_request = None
    return response


def _content(request: httpx2.Request) -> bytes:
    try:
        return request.content
    except httpx2.RequestNotRead:
        return b""


def _mask(value: str) -> str:
    scheme, space, _ = value.partition(" ")
    return f"{scheme} [secret]" if space else "[secret]"


def _returned(token: str) -> str:
    """Return the token of the function. Raises ValueError or TypeError as `check_secret` does."""
    return check_secret(token, "API token that the function returned")


def _with_token(request: httpx2.Request, token: str) -> httpx2.Request:
    request.headers["Authorization"] = f"Bearer {token}"
    return request
