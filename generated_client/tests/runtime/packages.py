"""A packages resource like the generated one, on scripted servers."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx2
from attrs import define
from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.model import Model
from workato_embedded._runtime.operations import Operation
from workato_embedded._runtime.package_files import AsyncPackageFiles, PackageFiles
from workato_embedded._runtime.settings import Settings
from workato_embedded._runtime.unset import UNSET, Unset

from .http_libraries import http_async_client, http_client
from .samples import SETTINGS


@define(kw_only=True)
class Import(Model):
    """An import."""

    id: int
    status: str
    operation_type: str | Unset = UNSET
    download_url: str | Unset = UNSET
    error: str | Unset | None = UNSET


@define(kw_only=True)
class Export(Model):
    """An export."""

    id: int
    status: str
    download_url: str | None = None
    error: str | Unset | None = UNSET


GET_IMPORT = Operation[Import](id="get_import_status", method="GET", path="/imports/{id}", read=Import.from_dict)
EXPORT = Operation[Export](id="export_package", method="POST", path="/exports/{id}", read=Export.from_dict)
GET_EXPORT = Operation[Export](id="get_export_status", method="GET", path="/exports/{id}", read=Export.from_dict)


def _call(managed_user_id: int | str, package_id: int, options: dict[str, Any]) -> Call:
    return Call(path={"managed_user_id": managed_user_id, "id": package_id}, options=options)


class Packages(PackageFiles):
    """A resource like the generated one."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    def get_import(self, managed_user_id: int | str, package_id: int, **options: Any) -> Import:
        """Get the status of an import."""
        return self._client.call(GET_IMPORT, _call(managed_user_id, package_id, options))

    def export_package(self, managed_user_id: int | str, id: int) -> Export:  # noqa: A002 - as it is generated
        """Start an export."""
        return self._client.call(EXPORT, Call(path={"managed_user_id": managed_user_id, "id": id}))

    def get_export(self, managed_user_id: int | str, id: int, **options: Any) -> Export:  # noqa: A002
        """Get the status of an export."""
        return self._client.call(GET_EXPORT, _call(managed_user_id, id, options))


class AsyncPackages(AsyncPackageFiles):
    """An asynchronous resource like the generated one."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get_import(self, managed_user_id: int | str, package_id: int, **options: Any) -> Import:
        """Get the status of an import."""
        return await self._client.call(GET_IMPORT, _call(managed_user_id, package_id, options))

    async def export_package(self, managed_user_id: int | str, id: int) -> Export:  # noqa: A002
        """Start an export."""
        return await self._client.call(EXPORT, Call(path={"managed_user_id": managed_user_id, "id": id}))

    async def get_export(self, managed_user_id: int | str, id: int, **options: Any) -> Export:  # noqa: A002
        """Get the status of an export."""
        return await self._client.call(GET_EXPORT, _call(managed_user_id, id, options))


Reply = httpx2.Response | Exception | Callable[[], httpx2.Response]


class Server(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Returns prepared responses in order, then the last one again, and records the requests."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.requests: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response to a request."""
        self.requests.append(request)
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, httpx2.Response):
            return httpx2.Response(reply.status_code, headers=reply.headers, content=reply.content)
        return reply()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response to a request."""
        return self.handle_request(request)

    @property
    def addresses(self) -> list[str]:
        """The URLs of the requests."""
        return [str(request.url) for request in self.requests]


class Run:
    """Calls methods of the resource on either client, and records the waits."""

    def __init__(self, asynchronous: bool, server: Server, settings: Settings = SETTINGS, **http: Any) -> None:
        self.asynchronous, self._server, self._settings, self._http = asynchronous, server, settings, http
        self.waited: list[float] = []

    def __call__(self, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a method. A stream that it opens is read and closed."""
        if self.asynchronous:
            return asyncio.run(self._async_call(method, arguments, named))
        with http_client(self._server, **self._http) as http:
            settings = replace(self._settings, sleep=self.waited.append)
            made = getattr(Packages(SyncClient(settings, http)), method)(*arguments, **named)
            if method != "stream":
                return made
            with made as opened:
                return b"".join(opened.iter_bytes())

    async def _async_call(self, method: str, arguments: Any, named: Any) -> Any:
        async with http_async_client(self._server, **self._http) as http:
            settings = replace(self._settings, sleep=self._sleep)
            made = getattr(AsyncPackages(AsyncClient(settings, http)), method)(*arguments, **named)
            if method != "stream":
                return await made
            async with made as opened:
                return b"".join([chunk async for chunk in opened.iter_bytes()])

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


class Broken(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body whose connection breaks."""

    def __init__(self) -> None:
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"PK"
        raise httpx2.RemoteProtocolError("incomplete body")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"PK"
        raise httpx2.RemoteProtocolError("incomplete body")

    def close(self) -> None:
        """Record that the request has ended."""
        self.closed += 1

    async def aclose(self) -> None:
        """Record that the request has ended."""
        self.closed += 1


def zip_file(size: int = 200_000) -> bytes:
    """Return a zip file with one file of some bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.recipe.json", bytes(size))
    return buffer.getvalue()
