"""Tests of programs that use the client, without a network and without a mock server.

    stub = Stub()
    stub.reply("get_managed_user", status=404)
    program(stub.client())
    assert stub.calls[0].path == "/api/managed_users/7"

A stub returns the spec's examples and keeps no state. To read what was written, use the mock server.
"""

from __future__ import annotations

from typing import Any

import httpx2

from ._client import AsyncWorkatoEmbedded, WorkatoEmbedded
from ._operations.index import ALL
from ._runtime.spec import read_spec
from ._runtime.stub import StubCall, StubTransport

__all__ = ["Stub", "StubCall"]

_ADDRESS = "https://stub.example.com/api"


class Stub(StubTransport):
    """Returns the configured reply of each operation, or the example of the spec.

    It is a transport for clients of httpx2 and of httpx, synchronous and asynchronous, and creates clients that use it.

    Attributes:
        waited: The back-off times, in seconds, that the clients of this stub would have waited.
    """

    def __init__(self) -> None:
        super().__init__(ALL, read_spec())
        self.waited: list[float] = []

    def client(self, **options: Any) -> WorkatoEmbedded:
        """Return a client that uses this stub and does not sleep.

        `options` are the constructor's, without `http_client`. Raises TypeError for that one.
        """
        _reject_http_client(options)
        http = httpx2.Client(transport=self)
        given: dict[str, Any] = {"api_token": "stub", "base_url": _ADDRESS, "sleep": self.waited.append}
        given |= {**options, "http_client": http}
        return WorkatoEmbedded(**given)

    def async_client(self, **options: Any) -> AsyncWorkatoEmbedded:
        """Return an asynchronous client that uses this stub and does not sleep."""
        _reject_http_client(options)
        http = httpx2.AsyncClient(transport=self)
        given: dict[str, Any] = {"api_token": "stub", "base_url": _ADDRESS, "sleep": self._sleep}
        given |= {**options, "http_client": http}
        return AsyncWorkatoEmbedded(**given)

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


def _reject_http_client(options: dict[str, Any]) -> None:
    if "http_client" in options:
        raise TypeError("a stub is a transport: pass it to your own HTTP client, and that one to the client")
