"""Makes calls with either client and notes their exchanges."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import httpx
from attrs import asdict
from workato_embedded import AsyncPages, AsyncWorkatoEmbedded, Page, WorkatoEmbedded
from workato_embedded_mock import MockTransport

Alter = Callable[[httpx.Request], httpx.Request]


class Recorder:
    """Notes the exchanges of the clients that it makes. All of them go to one server, with one token.

    They go by a socket, or by the transport that is given. Certificates are not verified: no mock of a test has
    one, and to read those of the system takes longer than a call.
    """

    def __init__(self, base_url: str, token: str, transport: MockTransport | None = None) -> None:
        self.base_url, self.token, self.transport = base_url, token, transport
        self.exchanges: list[httpx.Response] = []

    def prepare(self, first: Callable[[WorkatoEmbedded], Any] | None) -> Recorder:
        """Do what must be done before a call, unnoted."""
        if first is not None:
            with httpx.Client(transport=self.transport, verify=False) as http:
                first(WorkatoEmbedded(self.token, base_url=self.base_url, http_client=http))
        return self

    def plane(self) -> httpx.Client:
        """Return a client for the mock's control plane, in the namespace of the token."""
        headers = {"Authorization": f"Bearer {self.token}"}
        root = self.base_url.removesuffix("/api")
        return httpx.Client(base_url=f"{root}/_mock", headers=headers, transport=self.transport, verify=False)

    def result(self, call: Callable[[WorkatoEmbedded], Any], alter: Alter | None = None, retries: int = 2) -> Any:
        """Carry out a call with the client that waits, and return its result, of a page the entries.

        What is sent may be altered on its way, unknown to the client; what is noted is what the client sent.
        """
        transport = self.transport if alter is None else _Altering(alter, self.transport)
        with httpx.Client(transport=transport, verify=False, event_hooks={"response": [self._note]}) as http:
            client = WorkatoEmbedded(self.token, base_url=self.base_url, http_client=http, max_retries=retries)
            result = call(client)
            return result.items if isinstance(result, Page) else result

    def walk(self, call: Callable[[WorkatoEmbedded], Page[Any]]) -> list[Any]:
        """Get all pages of a list with the client that waits, and return their entries."""
        with httpx.Client(transport=self.transport, verify=False, event_hooks={"response": [self._note]}) as http:
            return list(call(WorkatoEmbedded(self.token, base_url=self.base_url, http_client=http)))

    def sync(self, call: Callable[[WorkatoEmbedded], Any]) -> Any:
        """Carry out a call with the client that waits, and return its plain result."""
        return plain(self.result(call))

    async def asynchronous(self, call: Callable[[AsyncWorkatoEmbedded], Any]) -> Any:
        """Carry out a call with the client for asyncio, and return its plain result."""
        async with httpx.AsyncClient(
            transport=self.transport, verify=False, event_hooks={"response": [self._note_later]}
        ) as http:
            result = call(AsyncWorkatoEmbedded(self.token, base_url=self.base_url, http_client=http))
            if isinstance(result, AsyncPages):
                result = (await result).items
            return plain(await result if inspect.isawaitable(result) else result)

    def _note(self, response: httpx.Response) -> None:
        response.read()
        self.exchanges.append(response)

    async def _note_later(self, response: httpx.Response) -> None:
        await response.aread()
        self.exchanges.append(response)


class _Altering(httpx.BaseTransport):
    """Sends something else than it is given."""

    def __init__(self, alter: Alter, below: httpx.BaseTransport | None) -> None:
        self._alter = alter
        self._own = None if below else httpx.HTTPTransport(verify=False)
        self._below = below or self._own

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        assert self._below is not None
        return self._below.handle_request(self._alter(request))

    def close(self) -> None:
        if self._own:
            self._own.close()


def plain(result: Any) -> Any:
    """Turn models into dicts, so that results can be compared whatever their class."""
    if isinstance(result, list):
        return [plain(entry) for entry in result]
    return asdict(result) if hasattr(result, "__attrs_attrs__") else result


def without_times(result: Any) -> Any:
    """Leave out what differs from moment to moment, or names the namespace that was asked."""
    if isinstance(result, list):
        return [without_times(entry) for entry in result]
    other = ("current_billing_period_start", "current_billing_period_end", "download_url")
    if isinstance(result, dict):
        return {k: without_times(v) for k, v in result.items() if not k.endswith("_at") and k not in other}
    return result
