"""A program that calls the client with the objects of httpx2 or of httpx."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.settings import Settings

from .samples import GET, SETTINGS, UPLOAD, Car

CALL = Call(path={"id": 7})
# A body that is sent in chunks.
UPLOADED = Call(content=[b"P", b"K"])
BODY = b'{"id":7,"name":"Ada"}'
ADA = Car(id=7, name="Ada")


class Program:
    """A program that uses one of the libraries, and the synchronous or the asynchronous client.

    Attributes:
        library: The module `httpx2` or `httpx`.
        asynchronous: Whether it uses the asynchronous client.
    """

    def __init__(self, library: Any, asynchronous: bool) -> None:
        self.library, self.asynchronous = library, asynchronous

    def respond(self, status: int = 200, content: bytes = BODY, **headers: str) -> Any:
        """Return a response whose body has not been read."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.library.Response(status, headers=named, stream=self.library.ByteStream(content))

    def call(self, handler: Any, call: Call = CALL, *, settings: Settings = SETTINGS, **options: Any) -> Any:
        """Get a car or, if the call has a file, upload it; `options` are those of the HTTP client."""
        operation = UPLOAD if call.content is UPLOADED.content else GET
        transport = self.library.MockTransport(handler)
        if self.asynchronous:
            return asyncio.run(self._async_call(transport, operation, call, settings, options))
        with self.library.Client(transport=transport, **options) as http:
            return SyncClient(settings, http).call(operation, call)

    async def _async_call(self, transport: Any, operation: Any, call: Call, settings: Settings, options: Any) -> Any:
        async with self.library.AsyncClient(transport=transport, **options) as http:
            return await AsyncClient(settings, http).call(operation, call)

    def stream(self, handler: Any, stream: bool = True, settings: Settings = SETTINGS, **options: Any) -> Any:
        """Get a car as a response of httpx2, streamed or not, and read it."""
        transport = self.library.MockTransport(handler)
        if self.asynchronous:
            return asyncio.run(self._async_stream(transport, stream, settings, options))
        with self.library.Client(transport=transport, **options) as http:
            response = SyncClient(settings, http)._send(GET, CALL, stream=stream)
            response.read()
        return response

    async def _async_stream(self, transport: Any, stream: bool, settings: Settings, options: Any) -> Any:
        async with self.library.AsyncClient(transport=transport, **options) as http:
            response = await AsyncClient(settings, http)._send(GET, CALL, stream=stream)
            await response.aread()
        return response

    def hook(self, function: Callable[[Any], object], read: bool = False) -> Callable[[Any], Any]:
        """Return an event hook that calls a function, after it has read the message if it is to read."""

        def hook(message: Any) -> None:
            if read:
                message.read()
            function(message)

        async def async_hook(message: Any) -> None:
            if read:
                await message.aread()
            function(message)

        return async_hook if self.asynchronous else hook
