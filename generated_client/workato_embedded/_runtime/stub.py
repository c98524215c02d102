"""A transport that returns responses in process, for tests of programs that use the client."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import httpx2

from .base_client import DOWNLOAD_ID, OPERATION_ID
from .downloads import DOWNLOAD
from .examples import Examples
from .http_objects import error_object, served
from .operations import REQUEST_ID, Operation, PagedOperation, any_operation
from .unset import UNSET, Unset

# An empty zip file.
_NO_FILES: Final = b"PK\x05\x06" + bytes(18)
# The operation id of every `client.request`, for which the spec has no example.
_REQUEST: Final = any_operation("GET", "/any")


@dataclass(frozen=True)
class StubCall:
    """A request to a stub.

    Attributes:
        operation_id: The operationId of the spec.
        method: The HTTP method.
        path: The path, with values percent-encoded as they were sent.
        query: The query parameters.
        body: The decoded JSON of the body, or its bytes if it is not JSON, or None if there is no body.
        request: The request itself, as a request of httpx2.
    """

    operation_id: str
    method: str
    path: str
    query: dict[str, str]
    body: Any
    request: httpx2.Request = field(repr=False, compare=False)


Reply = httpx2.Response | Exception

if TYPE_CHECKING:
    import httpx

    class _Transport(httpx2.BaseTransport, httpx2.AsyncBaseTransport, httpx.BaseTransport, httpx.AsyncBaseTransport):
        """A transport for clients of both libraries; httpx does not check the class of a transport."""

        def handle_request(self, request: Any) -> Any: ...

        async def handle_async_request(self, request: Any) -> Any: ...
else:

    class _Transport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
        pass


class StubTransport(_Transport):
    """Returns the configured reply of each operation, or the example of the spec. It keeps no state.

    It is a transport for clients of httpx2 and of httpx, synchronous and asynchronous.

    Attributes:
        calls: The requests, in order.
    """

    def __init__(self, operations: Iterable[Operation[Any]], document: bytes) -> None:
        self._operations = {operation.id: operation for operation in (*operations, DOWNLOAD, _REQUEST)}
        self._examples = Examples(document)
        self._replies: dict[str, list[Reply]] = {}
        self.calls: list[StubCall] = []

    def reply(
        self,
        operation_id: str,
        *,
        status: int | None = None,
        json: Any = UNSET,
        text: str | Unset = UNSET,
        content: bytes | Unset = UNSET,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Return this reply to the next call of an operation. The last reply applies to all calls after it.

        Args:
            operation_id: The operationId of the spec, such as `get_managed_user`, or `download_package`, or `request`
                for calls of `client.request`.
            status: The HTTP status code; by default the documented success.
            json: The body, or None for an empty one. By default it is the spec's example for the status code.
            text: A body that is not JSON.
            content: The bytes of a body, such as a zip file.
            headers: Headers of the response.

        Raises:
            ValueError: The operation does not exist.
        """
        documented, example = self._example(self._known(operation_id), status)
        if not isinstance(content, Unset):
            response = httpx2.Response(documented, content=content, headers=headers)
        elif isinstance(text, str):
            response = httpx2.Response(documented, text=text, headers=headers)
        elif operation_id == DOWNLOAD_ID and json is UNSET:
            response = httpx2.Response(documented, content=_NO_FILES if documented == 200 else b"", headers=headers)
        else:
            body = example if json is UNSET else json
            response = httpx2.Response(documented, json=body, headers=headers)
        self._replies.setdefault(operation_id, []).append(response)

    def fail(self, operation_id: str, error: Exception) -> None:
        """Raise an error at the next call of an operation, such as `httpx2.ReadTimeout("late")`, or httpx's.

        Raises:
            ValueError: The operation does not exist.
        """
        self._replies.setdefault(self._known(operation_id), []).append(error_object(error))

    def handle_request(self, request: Any) -> Any:
        """Return the response to a request, in the library of the request."""
        request.read()
        return served(request, self._respond)

    async def handle_async_request(self, request: Any) -> Any:
        """Return the response to a request, in the library of the request."""
        await request.aread()
        return served(request, self._respond)

    def _known(self, operation_id: str) -> str:
        if operation_id not in self._operations:
            near = difflib.get_close_matches(operation_id, self._operations, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise ValueError(f"unknown operation {operation_id!r}{hint}")
        return operation_id

    def _example(self, operation_id: str, status: int | None) -> tuple[int, Any]:
        without = operation_id in (DOWNLOAD_ID, REQUEST_ID)
        return (status or 200, None) if without else self._examples.of(operation_id, status)

    def _respond(self, request: httpx2.Request) -> httpx2.Response:
        operation = self._operations.get(request.extensions.get(OPERATION_ID, ""))
        if operation is None:
            raise ValueError("a stub accepts only requests of a client of this package")
        self.calls.append(_recorded(operation.id, request))
        replies = self._replies.get(operation.id)
        if not replies:
            if operation is DOWNLOAD:
                return httpx2.Response(200, content=_NO_FILES)
            status, body = self._example(operation.id, None)
            return httpx2.Response(status, json=_page_example(operation, request, body))
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if isinstance(reply, Exception):
            raise reply
        return httpx2.Response(reply.status_code, headers=reply.headers, content=reply.content)


def _recorded(operation_id: str, request: httpx2.Request) -> StubCall:
    path = request.url.raw_path.decode().partition("?")[0]
    query = dict(request.url.params)
    return StubCall(operation_id, request.method, path, query, _body(request), request)


def _body(request: httpx2.Request) -> Any:
    if request.headers.get("content-type") == "application/json":
        return json.loads(request.content)
    return request.content or None


def _page_example(operation: Operation[Any], request: httpx2.Request, body: Any) -> Any:
    """Return the example of a list, empty for a page after the first, so that iteration ends."""
    if not isinstance(operation, PagedOperation) or operation.paging.is_first(request.url.params):
        return body
    return _without_entries(body, operation.envelope)


def _without_entries(body: Any, envelope: str | None) -> Any:
    if not envelope:
        return []
    name, _, rest = envelope.partition(".")
    return {**body, name: _without_entries(body[name], rest)}
