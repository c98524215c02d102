"""The hand-written methods of `client.packages`: waiting and downloading. The generated class inherits them."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import httpx2

from .base_client import AsyncClient, SyncClient
from .deadlines import Deadline
from .download_targets import download_part
from .downloads import HasDownloadUrl, download_flow, download_url_of, open_flow
from .effects import Flow, Invoke
from .errors import APIStatusError, PackageError
from .loop import in_thread
from .polling import DEFAULT_POLL, DEFAULT_TIMEOUT_SECONDS, PollPolicy, polling_flow
from .raw import AsyncStreamedResponse, StreamedResponse

I = TypeVar("I")  # noqa: E741 - an import
E = TypeVar("E", bound=HasDownloadUrl)
I_co = TypeVar("I_co", covariant=True)
E_co = TypeVar("E_co", covariant=True)
T = TypeVar("T")
Id = int | str
FilePath = str | os.PathLike[str]


class _Packages(Protocol[I_co, E_co]):
    """The methods of the generated resource that these methods use."""

    _client: SyncClient

    def get_import(self, managed_user_id: Id, package_id: int) -> I_co: ...
    def export_package(self, managed_user_id: Id, id: int) -> E_co: ...  # noqa: A002 - as the operation names it
    def get_export(self, managed_user_id: Id, id: int) -> E_co: ...  # noqa: A002


class _AsyncPackages(Protocol[I_co, E_co]):
    """The methods of the generated asynchronous resource that these methods use."""

    _client: AsyncClient

    async def get_import(self, managed_user_id: Id, package_id: int) -> I_co: ...
    async def export_package(self, managed_user_id: Id, id: int) -> E_co: ...  # noqa: A002
    async def get_export(self, managed_user_id: Id, id: int) -> E_co: ...  # noqa: A002


# The status codes of an address that has expired.
_EXPIRED = frozenset({400, 403})


def _wait(fetch: Callable[[], Any], what: str, timeout: float | None, poll: float, on_progress: Any) -> Flow[Any]:
    return polling_flow(fetch, what, PollPolicy(timeout, poll), on_progress)


def _with_address(
    packages: Any, source: HasDownloadUrl | str, start: Callable[[httpx2.Request, Deadline | None], Flow[T]]
) -> Flow[T]:
    """Request the file of an export or import. If its address has expired, read the status again once."""
    client = packages._client
    deadline = client._settings.deadline()
    try:
        return (yield from start(client._anonymous_request(download_url_of(source, client.base_url)), deadline))
    except APIStatusError as error:
        fetch = _fetch_again(packages, source, deadline)
        if error.status_code not in _EXPIRED or fetch is None:
            raise
    # Each response has a new address, which is valid for seconds only.
    fresh: HasDownloadUrl = yield Invoke(fetch)
    return (yield from start(client._anonymous_request(download_url_of(fresh, client.base_url)), deadline))


def _fetch_again(packages: Any, source: Any, deadline: Deadline | None) -> Callable[[], Any] | None:
    """Return a function that reads the status of an export or import before the deadline.

    None if its customer is not known.
    """
    owner = getattr(source, "_path", {}).get("managed_user_id")
    if owner is None:
        return None
    is_import = getattr(source, "operation_type", "export") == "import"
    options = {"total_timeout": deadline.remaining()} if deadline else {}
    return partial(packages.get_import if is_import else packages.get_export, owner, source.id, **options)


def _download(packages: Any, source: HasDownloadUrl | str, part: Path) -> Flow[None]:
    settings = packages._client._settings
    return _with_address(packages, source, lambda request, end: download_flow(settings, request, end, part))


def _open(packages: Any, source: HasDownloadUrl | str) -> Flow[httpx2.Response]:
    settings = packages._client._settings
    return _with_address(packages, source, lambda request, end: open_flow(settings, request, end))


def _export(
    packages: Any, managed_user_id: Id, manifest_id: int, part: Path, policy: PollPolicy, on_progress: Any
) -> Flow[Any]:
    started = yield Invoke(partial(packages.export_package, managed_user_id, manifest_id))
    if not started.id:
        raise PackageError(f"an export of customer {managed_user_id} was started without an id", package=started)
    fetch = partial(packages.get_export, managed_user_id, started.id)
    export = yield from polling_flow(fetch, _export_of(managed_user_id, started.id), policy, on_progress)
    yield from _download(packages, export, part)
    return export


def _import_of(managed_user_id: Id, package_id: int) -> str:
    return f"import {package_id} of customer {managed_user_id}"


def _export_of(managed_user_id: Id, export_id: int) -> str:
    return f"export {export_id} of customer {managed_user_id}"


class PackageFiles:
    """The methods of the packages resource that combine operations."""

    def wait_for_import(
        self: _Packages[I, Any],
        managed_user_id: Id,
        package_id: int,
        *,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,
        poll: float = DEFAULT_POLL,
        on_progress: Callable[[I], object] | None = None,
    ) -> I:
        """Wait until an import is completed, and return it.

        Args:
            managed_user_id: The customer, as in `import_package`.
            package_id: Id of the import, which its start returns.
            timeout: Maximum number of seconds to wait, or None for no limit.
            poll: Seconds between the first two polls. The interval grows by half each time, up to 15 seconds.
            on_progress: A function that gets the import after each poll.

        Raises:
            PackageFailedError: The import failed. `package.error` is the API's reason, and `package` has the recipes'
                results.
            PackageTimeoutError: The import is still in progress. It goes on, and you can wait for it again.
            ValueError: `timeout` or `poll` is not positive.
            WorkatoEmbeddedError: As `get_import` does.
        """
        fetch = partial(self.get_import, managed_user_id, package_id)
        what = _import_of(managed_user_id, package_id)
        result: I = self._client._run_flow(self._client._settings, _wait(fetch, what, timeout, poll, on_progress))
        return result

    def wait_for_export(
        self: _Packages[Any, E],
        managed_user_id: Id,
        id: int,  # noqa: A002 - as in `get_export`
        *,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,
        poll: float = DEFAULT_POLL,
        on_progress: Callable[[E], object] | None = None,
    ) -> E:
        """Wait until an export is completed, and return it with its `download_url`.

        Args:
            managed_user_id: The customer, as in `export_package`.
            id: Id of the export, which its start returns.
            timeout: Maximum number of seconds to wait, or None for no limit.
            poll: Seconds between the first two polls. The interval grows by half each time, up to 15 seconds.
            on_progress: A function that gets the export after each poll.

        Raises:
            PackageFailedError: The export failed. `package.error` is the API's reason.
            PackageTimeoutError: The export is still in progress. It goes on, and you can wait for it again.
            ValueError: `timeout` or `poll` is not positive.
            WorkatoEmbeddedError: As `get_export` does.
        """
        fetch = partial(self.get_export, managed_user_id, id)
        result: E = self._client._run_flow(
            self._client._settings, _wait(fetch, _export_of(managed_user_id, id), timeout, poll, on_progress)
        )
        return result

    def download(self: _Packages[Any, Any], source: HasDownloadUrl | str, *, to: FilePath) -> Path:
        """Download the file of a completed export, or of an import, in chunks, and return its path.

        The token is not sent, whatever the address. The chunks go to a temporary file next to the path, so that
        the path has the complete file at the end, or is unchanged. A broken download restarts, as often as the client
        may retry. If the address of an export or import has expired, its status is read again once.

        Args:
            source: The export or import that a method of this client returned, or a `download_url`.
            to: The path of the file. An existing file is replaced; a device or a pipe is written into.

        Raises:
            ValueError: The export has no `download_url` yet, or it is not an HTTP URL.
            PackageError: The export is completed and has no `download_url`.
            APIStatusError: The server rejects the request, for example because a `download_url` has expired.
            APIResponseError: The content is not a zip file.
            OSError: The file cannot be written.
            WorkatoEmbeddedError: No response came at the last attempt.
        """
        with download_part(to) as part:
            self._client._run_flow(self._client._settings, _download(self, source, part.path))
            part.publish()
        return Path(to)

    @contextmanager
    def stream(
        self: _Packages[Any, Any], source: HasDownloadUrl | str
    ) -> Generator[StreamedResponse[bytes], None, None]:
        """Open the file of an export or import for use with `with`; `iter_bytes` then yields its chunks.

        If the address of an export or import has expired, its status is read again once.

        Args:
            source: The export or import that a method of this client returned, or a `download_url`.

        Raises:
            ValueError: The export has no `download_url` yet, or it is not an HTTP URL.
            PackageError: The export is completed and has no `download_url`.
            WorkatoEmbeddedError: As `download` does. A broken stream does not restart.
        """
        response = self._client._run_flow(self._client._settings, _open(self, source))
        try:
            yield StreamedResponse(response, lambda read: read.content)
        finally:
            response.close()

    def export_and_download(
        self: _Packages[Any, E],
        managed_user_id: Id,
        manifest_id: int,
        *,
        to: FilePath,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,
        poll: float = DEFAULT_POLL,
        on_progress: Callable[[E], object] | None = None,
    ) -> E:
        """Export the assets of a manifest, wait for the export, download its file, and return the export.

        If the address of the file has expired, the status is read again once.

        Args:
            managed_user_id: The customer to export from.
            manifest_id: Id of the export manifest.
            to: The path of the zip file. An existing file is replaced once the new one is complete.
            timeout: Maximum number of seconds to wait for the export, or None for no limit.
            poll: Seconds between the first two polls. The interval grows by half each time, up to 15 seconds.
            on_progress: A function that gets the export after each poll.

        Raises:
            PackageFailedError: The export failed. `package.error` is the API's reason.
            PackageTimeoutError: The export is still in progress.
            PackageError: The response of the API has no id, no status, or no address of the file.
            ValueError: `timeout` or `poll` is not positive.
            OSError: The file cannot be written. If it cannot be created, nothing is exported.
            WorkatoEmbeddedError: As `export_package`, `get_export` and `download` do.
        """
        policy = PollPolicy(timeout, poll)
        with download_part(to) as part:
            flow = _export(self, managed_user_id, manifest_id, part.path, policy, on_progress)
            result: E = self._client._run_flow(self._client._settings, flow)
            part.publish()
        return result


class AsyncPackageFiles:
    """The methods of the asynchronous packages resource that combine operations. Arguments and errors are those of
    `PackageFiles`; `on_progress` may be asynchronous.
    """

    async def wait_for_import(
        self: _AsyncPackages[I, Any],
        managed_user_id: Id,
        package_id: int,
        *,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,  # noqa: ASYNC109 - of the API's work; the client's own waits end it
        poll: float = DEFAULT_POLL,
        on_progress: Callable[[I], object] | None = None,
    ) -> I:
        """Wait until an import is completed, and return it. Arguments and errors are those of `Packages`."""
        fetch = partial(self.get_import, managed_user_id, package_id)
        what = _import_of(managed_user_id, package_id)
        result: I = await self._client._run_flow(self._client._settings, _wait(fetch, what, timeout, poll, on_progress))
        return result

    async def wait_for_export(
        self: _AsyncPackages[Any, E],
        managed_user_id: Id,
        id: int,  # noqa: A002 - as in `get_export`
        *,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,  # noqa: ASYNC109
        poll: float = DEFAULT_POLL,
        on_progress: Callable[[E], object] | None = None,
    ) -> E:
        """Wait until an export is completed, and return it with its `download_url`. Arguments and errors are those of
        `Packages`.
        """
        fetch = partial(self.get_export, managed_user_id, id)
        what = _export_of(managed_user_id, id)
        result: E = await self._client._run_flow(self._client._settings, _wait(fetch, what, timeout, poll, on_progress))
        return result

    async def download(self: _AsyncPackages[Any, Any], source: HasDownloadUrl | str, *, to: FilePath) -> Path:
        """Download the file of an export or import, and return its path.

        Arguments and errors are those of `Packages`.
        """
        with download_part(to) as part:
            await self._client._run_flow(self._client._settings, _download(self, source, part.path))
            await in_thread(part.publish)
        return Path(to)

    @asynccontextmanager
    async def stream(
        self: _AsyncPackages[Any, Any], source: HasDownloadUrl | str
    ) -> AsyncGenerator[AsyncStreamedResponse[bytes], None]:
        """Open the file of an export or import for use with `async with`; `iter_bytes` then yields its chunks.

        Arguments and errors are those of `Packages`.
        """
        response = await self._client._run_flow(self._client._settings, _open(self, source))
        try:
            yield AsyncStreamedResponse(response, lambda read: read.content)
        finally:
            await response.aclose()

    async def export_and_download(
        self: _AsyncPackages[Any, E],
        managed_user_id: Id,
        manifest_id: int,
        *,
        to: FilePath,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,  # noqa: ASYNC109
        poll: float = DEFAULT_POLL,
        on_progress: Callable[[E], object] | None = None,
    ) -> E:
        """Export the assets of a manifest, wait for the export, download its file, and return the export. Arguments and
        errors are those of `Packages`.
        """
        policy = PollPolicy(timeout, poll)
        with download_part(to) as part:
            flow = _export(self, managed_user_id, manifest_id, part.path, policy, on_progress)
            result: E = await self._client._run_flow(self._client._settings, flow)
            await in_thread(part.publish)
        return result
