# Copied by `python -m generator build` from generator/runtime/. Do not edit.
"""The two clients' common ground, and the two ways to send. Resources and their methods are generated on top."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from .answers import read, read_page
from .auth import BearerAuth, Token, check_token
from .call import Call
from .errors import APIConnectionError, APITimeoutError
from .operations import Operation, PagedOperation
from .paging import AsyncPage, AsyncPages, Page
from .requests import build_body, build_path, build_query

T = TypeVar("T")

OPERATION_ID = "workato_embedded.operation_id"
"""Under this key of `request.extensions`, event hooks of an HTTP client find the operationId."""


class BaseClient:
    """Holds the address and the token. Sends nothing."""

    def __init__(self, *, base_url: str, api_token: Token, version: str) -> None:
        if isinstance(api_token, str):
            check_token(api_token)
        self.base_url = base_url
        """The address that paths are put behind, such as `https://www.workato.com/api`."""
        self._auth = BearerAuth(api_token)
        self._headers = {
            "Accept": "application/json",
            "User-Agent": f"workato-embedded/{version} httpx/{httpx.__version__} Python/{platform.python_version()}",
        }

    def _outgoing(self, operation: Operation[Any], call: Call) -> dict[str, Any]:
        """Return what an HTTP client needs to build the request."""
        content_type = {"Content-Type": operation.content_type} if operation.content_type else {}
        return {
            "method": operation.method,
            "url": self.base_url + build_path(operation, call),
            "params": build_query(call) or None,
            "headers": {**self._headers, **content_type},
            "extensions": {OPERATION_ID: operation.id},
            **build_body(operation, call),
        }

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"


class SyncClient(BaseClient):
    """Sends and waits. Makes an HTTP client by `own`, and closes it, where none is `given`."""

    def __init__(self, given: httpx.Client | None, own: Callable[[], httpx.Client], **settings: Any) -> None:
        super().__init__(**settings)
        self._http = given or own()
        self._owns_http = given is None

    def call(self, operation: Operation[T], call: Call) -> T:
        """Carry out an operation and return its result. Raises WorkatoEmbeddedError."""
        response = self._send(operation, call)
        return read(operation, response)

    def page(self, operation: PagedOperation[T], call: Call) -> Page[T]:
        """Get a page of a list. Raises WorkatoEmbeddedError."""
        response = self._send(operation, call)
        return Page(*read_page(operation, call, response), partial(self.page, operation))

    def _send(self, operation: Operation[Any], call: Call) -> httpx.Response:
        request = self._http.build_request(**self._outgoing(operation, call))
        try:
            return self._http.send(request, auth=self._auth)
        except httpx.TransportError as error:
            raise _connection_error(error, request) from error

    def close(self) -> None:
        """Close the connections, unless they are those of an HTTP client that was handed in."""
        if self._owns_http:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(BaseClient):
    """Sends and lets others run. Makes an HTTP client by `own`, and closes it, where none is `given`."""

    def __init__(self, given: httpx.AsyncClient | None, own: Callable[[], httpx.AsyncClient], **settings: Any) -> None:
        super().__init__(**settings)
        self._http = given or own()
        self._owns_http = given is None

    async def call(self, operation: Operation[T], call: Call) -> T:
        """Carry out an operation and return its result. Raises WorkatoEmbeddedError."""
        response = await self._send(operation, call)
        return read(operation, response)

    def page(self, operation: PagedOperation[T], call: Call) -> AsyncPages[T]:
        """Return a list, of which nothing is got before it is awaited or iterated over."""
        return AsyncPages(partial(self._page, operation, call))

    async def _page(self, operation: PagedOperation[T], call: Call) -> AsyncPage[T]:
        response = await self._send(operation, call)
        return AsyncPage(*read_page(operation, call, response), partial(self._page, operation))

    async def _send(self, operation: Operation[Any], call: Call) -> httpx.Response:
        request = self._http.build_request(**self._outgoing(operation, call))
        try:
            return await self._http.send(request, auth=self._auth)
        except httpx.TransportError as error:
            raise _connection_error(error, request) from error

    async def close(self) -> None:
        """Close the connections, unless they are those of an HTTP client that was handed in."""
        if self._owns_http:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _connection_error(error: httpx.TransportError, request: httpx.Request) -> APIConnectionError:
    kind = APITimeoutError if isinstance(error, httpx.TimeoutException) else APIConnectionError
    text = str(error) or type(error).__name__
    return kind(text, method=request.method, path=request.url.path)


def resolve_base_url(data_centers: Mapping[str, str], data_center: str, base_url: str | None) -> str:
    """Return the address to put paths behind: `base_url`, its `/api` added when missing, else the data center's.

    Raises:
        ValueError: the data center is unknown, or `base_url` is no HTTP address.
    """
    if base_url is None:
        if data_center not in data_centers:
            raise ValueError(f"data_center must be one of {', '.join(data_centers)}, not {data_center!r}")
        return data_centers[data_center]
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise ValueError(f"base_url is no address: {error}") from error
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise ValueError(f"base_url must look like https://host/api, not {base_url!r}")
    address = str(url).rstrip("/")
    return address if address.endswith("/api") else f"{address}/api"
