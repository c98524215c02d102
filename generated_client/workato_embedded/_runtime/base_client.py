"""The synchronous and asynchronous base clients. The generated resources use them."""

from __future__ import annotations

import copy
import inspect
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar, Unpack

import httpx2

from .call import Call
from .connections import GivenHttp, OwnAsyncHttp, OwnHttp
from .effects import Effect, Emit, Flow, Invoke, Read, Wait
from .http_objects import HttpxAsyncClient, HttpxClient, async_http_client, sync_http_client
from .lazy import LazyModule
from .loop import sleep
from .operations import Operation, PagedOperation, any_operation
from .plain_json import JsonObject
from .request_flow import request_flow
from .requests import build_body, build_headers, build_path, build_query, is_safe
from .responses import decode, read, read_page
from .settings import DEFAULT_TIMEOUT, Settings, merged_headers
from .transfers import async_transfer, transfer
from .unset import UNSET, Unset

if TYPE_CHECKING:
    from . import options as call_options
    from . import paging, uploads
else:
    # Imported when they are needed, so that programs without lists and files do not import them.
    call_options, paging, uploads = (LazyModule(f"{__package__}.{name}") for name in ("options", "paging", "uploads"))

T = TypeVar("T")
H = TypeVar("H", httpx2.Client, httpx2.AsyncClient)

# The key of `request.extensions` under which event hooks of an HTTP client find the operationId.
OPERATION_ID = "workato_embedded.operation_id"
# The value of that key for the download of a package, which is not an operation of the API.
DOWNLOAD_ID = "download_package"

_TIMEOUT_OF_LIBRARY: Final = httpx2.Timeout(5.0)


class BaseClient(Generic[H]):
    """Holds the settings. Sends nothing."""

    _connections: GivenHttp[H]

    @property
    def _http(self) -> H:
        return self._connections.current()

    def __init__(self, settings: Settings) -> None:
        # A given HTTP client without a timeout of its own has its library's, five seconds, too short for this API.
        has_default = settings.timeout is UNSET and self._http.timeout == _TIMEOUT_OF_LIBRARY
        self._settings = replace(settings, timeout=DEFAULT_TIMEOUT) if has_default else settings
        self._owns_http = type(self._connections) is not GivenHttp

    @property
    def base_url(self) -> str:
        """The address before the paths, such as `https://www.workato.com/api`."""
        return self._settings.base_url

    def _with(self, settings: Settings) -> Self:
        """Return a copy with other settings that shares the connections. Closing the copy closes nothing."""
        made = copy.copy(self)
        # The copy creates its own resources; those created so far belong to this client.
        for kind in type(made).__mro__:
            for name in [name for name, value in vars(kind).items() if isinstance(value, cached_property)]:
                vars(made).pop(name, None)
        made._settings, made._owns_http = settings, False
        return made

    def _apply_options(self, operation: Operation[Any], call: Call) -> tuple[Settings, Call]:
        """Return the settings and the arguments of a call, with the call's own options applied."""
        if not call.options:
            return self._settings, call
        return call_options.apply_options(self._settings, operation, call)

    def _build_request(self, settings: Settings, operation: Operation[Any], call: Call) -> httpx2.Request:
        """Build the request of a call. Raises ValueError or TypeError if an argument cannot be sent."""
        try:
            return self._http.build_request(
                operation.method,
                self.base_url + build_path(operation, call),
                params=tuple(build_query(call)) or None,
                headers=merged_headers(settings.headers, build_headers(operation, call)),
                timeout=_timeout_of(settings),
                extensions={OPERATION_ID: operation.id},
                **build_body(operation, call),
            )
        except httpx2.InvalidURL as error:
            raise ValueError(f"invalid URL: {error}") from error

    def _anonymous_request(self, url: httpx2.URL) -> httpx2.Request:
        """Return a request without the caller's headers and cookies: it may go to another host."""
        # No compression: a zip file is compressed already.
        headers = {"Accept-Encoding": "identity", "User-Agent": self._settings.headers.get("User-Agent", "")}
        # The HTTP client applies its timeout to a request that it builds.
        timed = self._http.build_request("GET", url, timeout=_timeout_of(self._settings))
        extensions = {"timeout": timed.extensions["timeout"], OPERATION_ID: DOWNLOAD_ID}
        return httpx2.Request("GET", url, headers=headers, extensions=extensions)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"


class SyncClient(BaseClient[httpx2.Client]):
    """Sends requests synchronously. It creates and closes an HTTP client unless one is given."""

    def __init__(self, settings: Settings, http_client: httpx2.Client | HttpxClient | None = None) -> None:
        if http_client is None:
            self._connections = OwnHttp(lambda: httpx2.Client(timeout=DEFAULT_TIMEOUT, cookies=_no_cookies()))
        else:
            self._connections = GivenHttp(sync_http_client(http_client))
        super().__init__(settings)

    def call(self, operation: Operation[T], call: Call) -> T:
        """Carry out an operation and return its result. Raises WorkatoEmbeddedError."""
        return _read_result(operation, call, self._send(operation, call))

    def page(self, operation: PagedOperation[T], call: Call) -> paging.Page[T]:
        """Return a page of a list. Raises WorkatoEmbeddedError."""
        return self._read_page(operation, call, self._send(operation, call))

    def _read_page(self, operation: PagedOperation[T], call: Call, response: httpx2.Response) -> paging.Page[T]:
        content = read_page(operation, call, response)
        return paging.Page(content.items, content.total, content.next_call, partial(self.page, operation))

    def _send(self, operation: Operation[Any], call: Call, stream: bool = False) -> httpx2.Response:
        settings, call = self._apply_options(operation, call)
        upload: uploads.Upload | None = None
        if call.content is not UNSET:
            call, upload = _with_body(call, uploads.sync_body(call.content))
        request = self._build_request(settings, operation, call)
        safe = is_safe(operation, call)
        flow = request_flow(settings, operation, request, safe=safe, stream=stream, upload=upload)
        return self._run_flow(settings, flow)

    def _run_flow(self, settings: Settings, flow: Flow[T]) -> T:
        """Perform the effects of a flow and return its result."""
        outcome: Any = None
        while True:
            try:
                effect = flow.send(outcome)
            except StopIteration as done:
                result: T = done.value
                return result
            try:
                outcome = self._perform(settings, effect)
            except BaseException:
                # A hook raised, or the call was interrupted. A response that was to be streamed would stay open.
                flow.close()
                for response in _open_responses(outcome, effect):
                    response.close()
                raise

    def _perform(self, settings: Settings, effect: Effect) -> Any:
        match effect:
            case Wait(seconds):
                return _done((settings.sleep or time.sleep)(seconds))
            case Emit(event):
                return _done(settings.hooks.emit(event))
            case Invoke(function):
                return _done(function())
            case _:
                return transfer(self._http, settings.auth, effect)

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        **options: Unpack[call_options.RequestOptions],
    ) -> Any:
        """Call a path of the API that has no method yet, and return the decoded JSON.

        Credentials, retries and errors work as in all methods. The client has no rate limit for it. It retries a PUT
        like any other: if sending it twice would do more than once, pass `max_retries=0`.

        Args:
            method: The HTTP method.
            path: The path below the base URL, such as `/managed_users/7/picklists`, percent-encoded.
            query: The query parameters.
            body: The fields of the JSON body.
            options: As for every method, see `RequestOptions`.

        Raises:
            ValueError: The path is not below the base URL, or the method is not a word.
            WorkatoEmbeddedError: As every method does.
        """
        operation, call = any_operation(method, path), Call(query=query or {}, body=body, options=options)
        return decode(self._send(operation, call))

    def close(self) -> None:
        """Close the connections, unless they belong to an HTTP client that was passed in."""
        if self._owns_http and isinstance(self._connections, OwnHttp):
            self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(BaseClient[httpx2.AsyncClient]):
    """Sends requests asynchronously. It creates and closes an HTTP client unless one is given."""

    def __init__(self, settings: Settings, http_client: httpx2.AsyncClient | HttpxAsyncClient | None = None) -> None:
        if http_client is None:
            self._connections = OwnAsyncHttp(lambda: httpx2.AsyncClient(timeout=DEFAULT_TIMEOUT, cookies=_no_cookies()))
        else:
            self._connections = GivenHttp(async_http_client(http_client))
        super().__init__(settings)

    async def call(self, operation: Operation[T], call: Call) -> T:
        """Carry out an operation and return its result. Raises WorkatoEmbeddedError."""
        return _read_result(operation, call, await self._send(operation, call))

    def page(self, operation: PagedOperation[T], call: Call) -> paging.AsyncPages[T]:
        """Return a list, which sends nothing before it is awaited or iterated over."""
        return paging.AsyncPages(partial(self._page, operation, call))

    async def _page(self, operation: PagedOperation[T], call: Call) -> paging.AsyncPage[T]:
        return self._read_page(operation, call, await self._send(operation, call))

    def _read_page(self, operation: PagedOperation[T], call: Call, response: httpx2.Response) -> paging.AsyncPage[T]:
        content = read_page(operation, call, response)
        return paging.AsyncPage(content.items, content.total, content.next_call, partial(self._page, operation))

    async def _send(self, operation: Operation[Any], call: Call, stream: bool = False) -> httpx2.Response:
        settings, call = self._apply_options(operation, call)
        upload: uploads.Upload | None = None
        if call.content is not UNSET:
            call, upload = _with_body(call, uploads.async_body(call.content))
        request = self._build_request(settings, operation, call)
        safe = is_safe(operation, call)
        flow = request_flow(settings, operation, request, safe=safe, stream=stream, upload=upload)
        return await self._run_flow(settings, flow)

    async def _run_flow(self, settings: Settings, flow: Flow[T]) -> T:
        """Perform the effects of a flow and return its result."""
        outcome: Any = None
        while True:
            try:
                effect = flow.send(outcome)
            except StopIteration as done:
                result: T = done.value
                return result
            try:
                outcome = await self._perform(settings, effect)
            except BaseException:
                # A hook raised, or the task was cancelled. A response that was to be streamed would stay open.
                flow.close()
                for response in _open_responses(outcome, effect):
                    await response.aclose()
                raise

    async def _perform(self, settings: Settings, effect: Effect) -> Any:
        match effect:
            case Wait(seconds):
                return await _awaited((settings.sleep or sleep)(seconds))
            case Emit(event):
                return await _awaited(settings.hooks.emit(event))
            case Invoke(function):
                return await _awaited(function())
            case _:
                return await async_transfer(self._http, settings.auth, effect)

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        **options: Unpack[call_options.RequestOptions],
    ) -> Any:
        """Call a path of the API that has no method yet, and return the decoded JSON. Arguments and errors are those of
        `WorkatoEmbedded.request`.
        """
        operation, call = any_operation(method, path), Call(query=query or {}, body=body, options=options)
        return decode(await self._send(operation, call))

    async def close(self) -> None:
        """Close the connections, unless they belong to an HTTP client that was passed in."""
        if self._owns_http and isinstance(self._connections, OwnAsyncHttp):
            await self._connections.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _timeout_of(settings: Settings) -> Any:
    """Return the timeout of a request, as an HTTP client takes it."""
    return httpx2.USE_CLIENT_DEFAULT if isinstance(settings.timeout, Unset) else settings.timeout


def _open_responses(outcome: Any, effect: Effect) -> list[httpx2.Response]:
    """Return the open responses: the last one, and the one that is being read."""
    read = effect.response if isinstance(effect, Read) else None
    return [response for response in (outcome, read) if isinstance(response, httpx2.Response)]


def _no_cookies() -> CookieJar:
    """Return a cookie jar that accepts nothing, so that a session of one token is not sent with another token."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


def _with_body(call: Call, body: bytes | uploads.Upload) -> tuple[Call, uploads.Upload | None]:
    """Return the call with the body to send, and the upload if the body is sent in chunks."""
    return call._replace(content=body), None if isinstance(body, bytes) else body


def _read_result(operation: Operation[T], call: Call, response: httpx2.Response) -> T:
    """Return the result of a call. An object gets the path arguments, by which its status can be read again."""
    result = read(operation, response)
    if isinstance(result, JsonObject):
        result._path = call.path
    return result


def _done(made: Any) -> Any:
    """Return the result of a caller's function. Raises TypeError if it is asynchronous: nothing would await it."""
    if inspect.iscoroutine(made):
        made.close()
    if inspect.isawaitable(made):
        raise TypeError("this client cannot await an asynchronous function; use AsyncWorkatoEmbedded")
    return made


async def _awaited(made: Any) -> Any:
    return await made if inspect.isawaitable(made) else made
