"""Tests of programs that use the client, without a network and without a mock server.

    stub = Stub()
    stub.reply("get_managed_user", status=404)
    program(stub.client())
    assert stub.calls[0].path == "/api/managed_users/7"

A stub answers with the spec's examples and keeps no state; where what was written shall be read, use the mock server.
"""

from __future__ import annotations

from typing import Any

import httpx

from ._client import AsyncWorkatoEmbedded, WorkatoEmbedded
from ._operations.index import ALL
from ._runtime.spec import spec_path
from ._runtime.stub import StubCall, StubTransport

__all__ = ["Stub", "StubCall"]

_ADDRESS = "https://stub.example.com/api"


class Stub(StubTransport):
    """Answers each operation as it was told to, else with the example that the spec gives.

    It is a transport of httpx, synchronous and asynchronous, and makes clients that use it.
    """

    def __init__(self) -> None:
        super().__init__(ALL, spec_path("openapi.json"))
        self.waited: list[float] = []
        """How long the clients that the stub made would have waited before they repeated requests, in seconds."""

    def client(self, **options: Any) -> WorkatoEmbedded:
        """Return a client that the stub answers, and that does not really wait.

        `options` are the constructor's, without `http_client`. Raises TypeError for that one.
        """
        _refuse(options)
        http = httpx.Client(transport=self)
        given: dict[str, Any] = {"api_token": "stub", "base_url": _ADDRESS, "sleep": self.waited.append}
        given |= {**options, "http_client": http}
        return WorkatoEmbedded(**given)

    def async_client(self, **options: Any) -> AsyncWorkatoEmbedded:
        """Return a client for asyncio that the stub answers, and that does not really wait."""
        _refuse(options)
        http = httpx.AsyncClient(transport=self)
        given: dict[str, Any] = {"api_token": "stub", "base_url": _ADDRESS, "sleep": self._sleep}
        given |= {**options, "http_client": http}
        return AsyncWorkatoEmbedded(**given)

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


def _refuse(options: dict[str, Any]) -> None:
    if "http_client" in options:
        raise TypeError("a stub is the transport itself: give it to your own HTTP client, and that to the client")
