"""Methods of `client.packages` beside those of its operations: waiting and downloading.

The generated resource has them from here, and gives the operations that they stand on.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from .base_client import AsyncClient, SyncClient
from .downloads import HasDownloadUrl, download_flow, download_url_of, open_flow, replaced_file
from .effects import Flow, Invoke
from .errors import PackageError
from .polling import DEFAULT_POLL, DEFAULT_TIMEOUT_SECONDS, PollPolicy, polling_flow
from .raw import AsyncStreamedResponse, StreamedResponse

I = TypeVar("I")  # noqa: E741 - an import
E = TypeVar("E", bound=HasDownloadUrl)
I_co = TypeVar("I_co", covariant=True)
E_co = TypeVar("E_co", covariant=True)
Id = int | str
FilePath = str | os.PathLike[str]


class _Packages(Protocol[I_co, E_co]):
    """What the generated resource has."""

    _client: SyncClient

    def get_import(self, managed_user_id: Id, package_id: int) -> I_co: ...
    def export_package(self, managed_user_id: Id, id: int) -> E_co: ...  # noqa: A002 - as the operation names it
    def get_export(self, managed_user_id: Id, id: int) -> E_co: ...  # noqa: A002


class _AsyncPackages(Protocol[I_co, E_co]):
    """What the generated asynchronous resource has."""

    _client: AsyncClient

    async def get_import(self, managed_user_id: Id, package_id: int) -> I_co: ...
    async def export_package(self, managed_user_id: Id, id: int) -> E_co: ...  # noqa: A002
    async def get_export(self, managed_user_id: Id, id: int) -> E_co: ...  # noqa: A002


def _wait(look: Callable[[], Any], what: str, timeout: float | None, poll: float, on_progress: Any) -> Flow[Any]:
    return polling_flow(look, what, PollPolicy(timeout, poll), on_progress)


def _download(client: SyncClient | AsyncClient, source: HasDownloadUrl | str, part: Path) -> Flow[None]:
    request = client._anonymous_request(download_url_of(source, client.base_url))
    return download_flow(client._settings, request, part)


def _export(
    packages: Any, managed_user_id: Id, manifest_id: int, part: Path, policy: PollPolicy, on_progress: Any
) -> Flow[Any]:
    started = yield Invoke(partial(packages.export_package, managed_user_id, manifest_id))
    if not started.id:
        raise PackageError(f"an export of customer {managed_user_id} was begun without an id", package=started)
    look = partial(packages.get_export, managed_user_id, started.id)
    export = yield from polling_flow(look, _export_of(managed_user_id, started.id), policy, on_progress)
    yield from _download(packages._client, export, part)
    return export


def _import_of(managed_user_id: Id, package_id: int) -> str:
    return f"import {package_id} of customer {managed_user_id}"


def _export_of(managed_user_id: Id, export_id: int) -> str:
    return f"export {export_id} of customer {managed_user_id}"


class PackageFiles:
    """What a resource of packages does beside its operations."""

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
            package_id: Id of the import, from its start.
            timeout: Seconds to wait at the most, or None to wait for ever.
            poll: Seconds between the first two looks; they grow by half each time, to 15 seconds.
            on_progress: A function that is given the import each time that it was looked at.

        Raises:
            PackageFailedError: it has failed; the error has the API's reason, and in `package` what became of recipes.
            PackageTimeoutError: it is still in progress. It goes on; its id can be waited for again.
            ValueError: `timeout` or `poll` is not above zero.
            WorkatoEmbeddedError: as `get_import` does.
        """
        look = partial(self.get_import, managed_user_id, package_id)
        what = _import_of(managed_user_id, package_id)
        result: I = self._client._run_flow(self._client._settings, _wait(look, what, timeout, poll, on_progress))
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
            id: Id of the export, from its start.
            timeout: Seconds to wait at the most, or None to wait for ever.
            poll: Seconds between the first two looks; they grow by half each time, to 15 seconds.
            on_progress: A function that is given the export each time that it was looked at.

        Raises:
            PackageFailedError: it has failed; the error has the API's reason.
            PackageTimeoutError: it is still in progress. It goes on; its id can be waited for again.
            ValueError: `timeout` or `poll` is not above zero.
            WorkatoEmbeddedError: as `get_export` does.
        """
        look = partial(self.get_export, managed_user_id, id)
        result: E = self._client._run_flow(
            self._client._settings, _wait(look, _export_of(managed_user_id, id), timeout, poll, on_progress)
        )
        return result

    def download(self: _Packages[Any, Any], source: HasDownloadUrl | str, *, to: FilePath) -> Path:
        """Fetch the file of a completed export, piece by piece, and return its path.

        It goes without the token, wherever it leads. The path has the whole file in the end, or is as it was: the
        pieces go to a file beside it first. A download that breaks off is begun anew, as often as the client
        may repeat.

        Args:
            source: The export, or its `download_url`.
            to: The path of the file; what is there is replaced.

        Raises:
            ValueError: the export has no `download_url` yet, or it is no HTTP address.
            PackageError: the export is completed, and has no `download_url`.
            APIStatusError: the file is refused, for example since its address has expired.
            APIResponseError: what came is no zip file.
            OSError: the file cannot be written.
            WorkatoEmbeddedError: no answer came, at the last try.
        """
        with replaced_file(to) as part:
            self._client._run_flow(self._client._settings, _download(self._client, source, part))
        return Path(to)

    @contextmanager
    def stream(
        self: _Packages[Any, Any], source: HasDownloadUrl | str
    ) -> Generator[StreamedResponse[bytes], None, None]:
        """Open the file of a completed export for `with`; `iter_bytes` then gives its pieces.

        Args:
            source: The export, or its `download_url`.

        Raises:
            ValueError: the export has no `download_url` yet, or it is no HTTP address.
            PackageError: the export is completed, and has no `download_url`.
            WorkatoEmbeddedError: as `download` does; a file that breaks off is not begun anew.
        """
        request = self._client._anonymous_request(download_url_of(source, self._client.base_url))
        response = self._client._run_flow(self._client._settings, open_flow(self._client._settings, request))
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
        """Export what a manifest lists, wait for it, fetch its file, and return the export.

        Args:
            managed_user_id: The customer to export from.
            manifest_id: Id of the export manifest.
            to: The path of the zip file; what is there is replaced, once the new file is whole.
            timeout: Seconds to wait for the export at the most, or None to wait for ever.
            poll: Seconds between the first two looks; they grow by half each time, to 15 seconds.
            on_progress: A function that is given the export each time that it was looked at.

        Raises:
            PackageFailedError: the export has failed; the error has the API's reason.
            PackageTimeoutError: it is still in progress.
            PackageError: what the API answers has no id, no status, or no address of the file.
            ValueError: `timeout` or `poll` is not above zero.
            OSError: the file cannot be written; if there can be no such file, nothing is exported.
            WorkatoEmbeddedError: as `export_package`, `get_export` and `download` do.
        """
        policy = PollPolicy(timeout, poll)
        with replaced_file(to) as part:
            flow = _export(self, managed_user_id, manifest_id, part, policy, on_progress)
            result: E = self._client._run_flow(self._client._settings, flow)
        return result


class AsyncPackageFiles:
    """What an asynchronous resource of packages does beside its operations. Arguments and errors are those of
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
        look = partial(self.get_import, managed_user_id, package_id)
        what = _import_of(managed_user_id, package_id)
        result: I = await self._client._run_flow(self._client._settings, _wait(look, what, timeout, poll, on_progress))
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
        look = partial(self.get_export, managed_user_id, id)
        what = _export_of(managed_user_id, id)
        result: E = await self._client._run_flow(self._client._settings, _wait(look, what, timeout, poll, on_progress))
        return result

    async def download(self: _AsyncPackages[Any, Any], source: HasDownloadUrl | str, *, to: FilePath) -> Path:
        """Fetch the file of a completed export, piece by piece, and return its path. Arguments and errors are those of
        `Packages`.
        """
        with replaced_file(to) as part:
            await self._client._run_flow(self._client._settings, _download(self._client, source, part))
        return Path(to)

    @asynccontextmanager
    async def stream(
        self: _AsyncPackages[Any, Any], source: HasDownloadUrl | str
    ) -> AsyncGenerator[AsyncStreamedResponse[bytes], None]:
        """Open the file of a completed export for `async with`; `iter_bytes` then gives its pieces. Arguments and
        errors are those of `Packages`.
        """
        request = self._client._anonymous_request(download_url_of(source, self._client.base_url))
        response = await self._client._run_flow(self._client._settings, open_flow(self._client._settings, request))
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
        """Export what a manifest lists, wait for it, fetch its file, and return the export. Arguments and errors are
        those of `Packages`.
        """
        policy = PollPolicy(timeout, poll)
        with replaced_file(to) as part:
            flow = _export(self, managed_user_id, manifest_id, part, policy, on_progress)
            result: E = await self._client._run_flow(self._client._settings, flow)
        return result
