"""Make calls with both clients and record the responses."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import httpx2
from attrs import asdict
from workato_embedded import AsyncPages, AsyncWorkatoEmbedded, Page, WorkatoEmbedded
from workato_embedded_mock import MockTransport

Alter = Callable[[httpx2.Request], httpx2.Request]


class Recorder:
    """Makes clients for one server and one token, and records the responses that they receive.

    Without a transport, requests use a socket. Certificates are not verified: the mocks of the tests have none, and
    loading those of the system takes longer than a call.
    """

    def __init__(self, base_url: str, token: str, transport: MockTransport | None = None) -> None:
        self.base_url, self.token, self.transport = base_url, token, transport
        self.responses: list[httpx2.Response] = []

    def prepare(self, first: Callable[[WorkatoEmbedded], Any] | None) -> Recorder:
        """Make a call that is not recorded, if there is one, and return the recorder."""
        if first is not None:
            with httpx2.Client(transport=self.transport, verify=False) as http:
                first(WorkatoEmbedded(self.token, base_url=self.base_url, http_client=http))
        return self

    def control_plane(self) -> httpx2.Client:
        """Return an HTTP client for the mock's control plane, in the namespace of the token."""
        headers = {"Authorization": f"Bearer {self.token}"}
        root = self.base_url.removesuffix("/api")
        return httpx2.Client(base_url=f"{root}/_mock", headers=headers, transport=self.transport, verify=False)

    def result(self, call: Callable[[WorkatoEmbedded], Any], alter: Alter | None = None, retries: int = 2) -> Any:
        """Make a call with the synchronous client and return its result; for a page, the list of its items.

        `alter` changes the request on its way, after the client. The recorded request is the client's own.
        """
        transport = self.transport if alter is None else _AlteringTransport(alter, self.transport)
        with httpx2.Client(transport=transport, verify=False, event_hooks={"response": [self._record]}) as http:
            client = WorkatoEmbedded(self.token, base_url=self.base_url, http_client=http, max_retries=retries)
            result = call(client)
            return result.items if isinstance(result, Page) else result

    def all_items(self, call: Callable[[WorkatoEmbedded], Page[Any]]) -> list[Any]:
        """Read all pages of a list with the synchronous client and return their items."""
        with httpx2.Client(transport=self.transport, verify=False, event_hooks={"response": [self._record]}) as http:
            return list(call(WorkatoEmbedded(self.token, base_url=self.base_url, http_client=http)))

    def sync(self, call: Callable[[WorkatoEmbedded], Any]) -> Any:
        """Make a call with the synchronous client and return its result as dicts and lists."""
        return plain(self.result(call))

    async def asynchronous(self, call: Callable[[AsyncWorkatoEmbedded], Any]) -> Any:
        """Make a call with the asynchronous client and return its result as dicts and lists."""
        async with httpx2.AsyncClient(
            transport=self.transport, verify=False, event_hooks={"response": [self._record_async]}
        ) as http:
            result = call(AsyncWorkatoEmbedded(self.token, base_url=self.base_url, http_client=http))
            if isinstance(result, AsyncPages):
                result = (await result).items
            return plain(await result if inspect.isawaitable(result) else result)

    def _record(self, response: httpx2.Response) -> None:
        response.read()
        self.responses.append(response)

    async def _record_async(self, response: httpx2.Response) -> None:
        await response.aread()
        self.responses.append(response)


class _AlteringTransport(httpx2.BaseTransport):
    """A transport that sends an altered request."""

    def __init__(self, alter: Alter, below: httpx2.BaseTransport | None) -> None:
        self._alter = alter
        self._own = None if below else httpx2.HTTPTransport(verify=False)
        self._below = below or self._own

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        assert self._below is not None
        return self._below.handle_request(self._alter(request))

    def close(self) -> None:
        if self._own:
            self._own.close()


def plain(result: Any) -> Any:
    """Return models as dicts, so that results of different classes can be compared."""
    if isinstance(result, list):
        return [plain(entry) for entry in result]
    return asdict(result) if hasattr(result, "__attrs_attrs__") else result


_OF_AN_ACCOUNT = {
    "active_since",
    "current_billing_period_end",
    "current_billing_period_start",
    "download_url",
    "token",
    "vendor_id",
}


def without_times(result: Any) -> Any:
    """Return a result without what differs between accounts: times, the vendor id, addresses, and tokens of clients."""
    if isinstance(result, list):
        return [without_times(entry) for entry in result]
    if isinstance(result, dict):
        return {k: without_times(v) for k, v in result.items() if not k.endswith("_at") and k not in _OF_AN_ACCOUNT}
    return result
