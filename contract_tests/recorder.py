"""Makes calls with either client and notes their exchanges."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import httpx
from attrs import asdict
from workato_embedded import AsyncPages, AsyncWorkatoEmbedded, Page, WorkatoEmbedded


class Recorder:
    """Notes the exchanges of the clients that it makes. All of them go to one server, with one token."""

    def __init__(self, base_url: str, token: str) -> None:
        self.base_url, self.token = base_url, token
        self.exchanges: list[httpx.Response] = []

    def prepare(self, first: Callable[[WorkatoEmbedded], Any] | None) -> Recorder:
        """Do what must be done before a call, unnoted."""
        if first is not None:
            with WorkatoEmbedded(self.token, base_url=self.base_url) as client:
                first(client)
        return self

    def sync(self, call: Callable[[WorkatoEmbedded], Any]) -> Any:
        """Carry out a call with the client that waits, and return its plain result."""
        with httpx.Client(event_hooks={"response": [self._note]}) as http:
            result = call(WorkatoEmbedded(self.token, base_url=self.base_url, http_client=http))
            return plain(result.items if isinstance(result, Page) else result)

    async def asynchronous(self, call: Callable[[AsyncWorkatoEmbedded], Any]) -> Any:
        """Carry out a call with the client for asyncio, and return its plain result."""
        async with httpx.AsyncClient(event_hooks={"response": [self._note_later]}) as http:
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
