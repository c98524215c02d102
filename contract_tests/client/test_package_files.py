"""Packages are uploaded and downloaded as files, and the client waits for imports and exports."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, assert_type

import httpx
import httpx2
import pytest
from workato_embedded import (
    AsyncStreamedResponse,
    AsyncWorkatoEmbedded,
    PackageFailedError,
    PackageTimeoutError,
    PermissionDeniedError,
    RateLimitError,
    RetryEvent,
    StreamedResponse,
    WorkatoEmbedded,
)
from workato_embedded.models import PackageExport, PackageImport
from workato_embedded_mock import MockServer
from workato_embedded_mock.testing.workato_mock import WorkatoMock

from contract_tests.contracts.case import CUSTOMER, FOLDER
from contract_tests.contracts.cases.packages import MANIFEST, PACKAGE


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """Run a server whose imports and exports are in progress for three polls, and yield it."""
    with MockServer(transitions="polls:3") as server:
        yield server


@pytest.fixture
def mock(server: MockServer, token: str) -> Iterator[WorkatoMock]:
    """Yield the test's namespace in that server."""
    mock = WorkatoMock(server.root_url, token)
    yield mock
    mock.close()


@pytest.fixture
def waited() -> list[float]:
    """Return the list of the seconds that the client waited."""
    return []


@pytest.fixture(params=[httpx2, httpx], ids=["httpx2", "httpx"])
def library(request: pytest.FixtureRequest) -> Any:
    """Return the library of the HTTP client."""
    return request.param


@pytest.fixture
def client(mock: WorkatoMock, waited: list[float], library: Any) -> Iterator[WorkatoEmbedded]:
    """Yield a client of the namespace that records waits instead of waiting."""
    with library.Client(verify=False) as http:
        yield WorkatoEmbedded(mock.token, base_url=mock.url, sleep=waited.append, http_client=http)


def start(client: WorkatoEmbedded, package: Any = PACKAGE, **more: Any) -> int:
    """Start an import into a customer of the default seed, and return its id."""
    return client.packages.import_package(CUSTOMER, folder_id=FOLDER, package=package, **more).id


def chunks(content: bytes) -> Iterator[bytes]:
    """Yield bytes in chunks."""
    for begin in range(0, len(content), 100):
        yield content[begin : begin + 100]


async def async_chunks(content: bytes) -> AsyncIterator[bytes]:
    """Yield bytes in chunks."""
    for chunk in chunks(content):
        yield chunk


def test_wait_for_import_polls_until_the_import_is_done(client: WorkatoEmbedded, waited: list[float]) -> None:
    """The client polls until the import is completed, and reports each poll; the types are right for checkers."""
    seen: list[PackageImport] = []
    done = client.packages.wait_for_import(CUSTOMER, start(client), on_progress=seen.append)
    assert_type(done, PackageImport)
    assert [found.status for found in seen] == ["in_progress"] * 3 + ["completed"]
    assert done == seen[-1]
    assert waited == [2, 3, 4.5]


@pytest.mark.parametrize("kind", [lambda path: path, str, lambda _: io.BytesIO(PACKAGE), lambda _: chunks(PACKAGE)])
def test_a_package_can_be_a_path_a_file_or_an_iterator(
    kind: Callable[[Path], Any], client: WorkatoEmbedded, mock: WorkatoMock, tmp_path: Path, library: Any
) -> None:
    """Both clients upload a path, a file and an iterator like bytes."""
    path = tmp_path / "package.zip"
    path.write_bytes(PACKAGE)
    assert client.packages.wait_for_import(CUSTOMER, start(client, kind(path))).status == "completed"
    asyncio.run(import_async(mock, kind(path), library))
    assert sum(recipe.name == "Greet" for recipe in client.recipes.list(CUSTOMER)) == 1


async def import_async(mock: WorkatoMock, package: Any, library: Any) -> None:
    """Import with the asynchronous client, without really waiting."""

    async def no_wait(_: float) -> None:
        pass

    async with library.AsyncClient(verify=False) as http:
        client = AsyncWorkatoEmbedded(mock.token, base_url=mock.url, sleep=no_wait, http_client=http)
        started = await client.packages.import_package(CUSTOMER, folder_id=FOLDER, package=package)
        done = await client.packages.wait_for_import(CUSTOMER, started.id)
        assert_type(done, PackageImport)
        assert done.status == "completed"


def test_an_asynchronous_iterator_is_uploaded(mock: WorkatoMock, library: Any) -> None:
    """The asynchronous client uploads an asynchronous iterator completely."""
    asyncio.run(import_async(mock, async_chunks(PACKAGE), library))


def test_a_path_is_retried_and_an_iterator_is_not(client: WorkatoEmbedded, mock: WorkatoMock, tmp_path: Path) -> None:
    """After a 429 the client sends a path again; an iterator cannot be read twice, so the error is raised."""
    path, events = tmp_path / "package.zip", list[RetryEvent]()
    path.write_bytes(PACKAGE)
    retrying = client.with_options(on_retry=events.append)
    mock.faults.add("import_package", phase="before", status=429, times=1)
    start(retrying, path)
    assert [event.reason for event in events] == ["429"]
    mock.faults.clear()
    mock.faults.add("import_package", phase="before", status=429, times=1)
    with pytest.raises(RateLimitError):
        start(retrying, chunks(PACKAGE))
    assert len(events) == 1


def test_a_failed_import_raises_its_reason(client: WorkatoEmbedded, tmp_path: Path) -> None:
    """The exception of a failed import has the reason and the import, including the status of its recipes."""
    to = tmp_path / "package.zip"
    client.packages.export_and_download(CUSTOMER, MANIFEST, to=to)
    running = next(recipe.id for recipe in client.recipes.list(CUSTOMER) if recipe.running)
    with pytest.raises(
        PackageFailedError, match=r"import \d+ of customer \S+ failed: recipes of the package are running"
    ) as caught:
        client.packages.wait_for_import(CUSTOMER, start(client, to))
    assert isinstance(caught.value.package, PackageImport)
    assert [entry.id for entry in caught.value.package.recipe_status or []] == [running]


@pytest.fixture
def slow(token: str) -> Iterator[WorkatoMock]:
    """Yield a namespace whose imports and exports take 30 seconds by its clock."""
    with MockServer(transitions="seconds:30") as server:
        mock = WorkatoMock(server.root_url, token)
        mock.clock.freeze()
        yield mock
        mock.close()


def test_waiting_ends_at_the_timeout_and_can_be_repeated(slow: WorkatoMock) -> None:
    """Waiting raises PackageTimeoutError after `timeout` seconds, and a second wait gets the completed import."""
    passed: list[float] = []

    def sleep(seconds: float) -> None:
        passed.append(seconds)
        slow.clock.advance(seconds)

    with WorkatoEmbedded(slow.token, base_url=slow.url, sleep=sleep) as client:
        started = start(client)
        with pytest.raises(PackageTimeoutError, match="still in_progress after 10 seconds"):
            client.packages.wait_for_import(CUSTOMER, started, timeout=10)
        assert sum(passed) == 10
        assert client.packages.wait_for_import(CUSTOMER, started, poll=5).status == "completed"
        assert 30 <= sum(passed) <= 45


def test_an_export_is_downloaded(mock: WorkatoMock, tmp_path: Path) -> None:
    """One call exports, waits and downloads the zip file; only requests to the API have the token."""
    to, sent = tmp_path / "package.zip", list[httpx2.Request]()
    with httpx2.Client(event_hooks={"request": [sent.append]}) as http:
        client = WorkatoEmbedded(mock.token, base_url=mock.url, http_client=http, sleep=lambda _: None)
        export = client.packages.export_and_download(CUSTOMER, MANIFEST, to=to)
    assert_type(export, PackageExport)
    assert zipfile.ZipFile(to).testzip() is None
    assert list(tmp_path.iterdir()) == [to]
    tokens = {
        request.url.path.partition("/")[2].partition("/")[0]: "authorization" in request.headers for request in sent
    }
    assert tokens == {"api": True, "_mock": False}


def test_an_expired_address_is_read_again(client: WorkatoEmbedded, mock: WorkatoMock, tmp_path: Path) -> None:
    """Files of exports and imports are downloaded although their addresses have expired; both clients do so."""
    mock.clock.freeze()
    started = client.packages.export_package(CUSTOMER, MANIFEST)
    export = client.packages.wait_for_export(CUSTOMER, started.id)
    imported = client.packages.import_package(CUSTOMER, folder_id=FOLDER, package=PACKAGE)
    mock.clock.advance(11)
    assert export.download_url
    with pytest.raises(PermissionDeniedError) as caught:
        client.packages.download(export.download_url, to=tmp_path / "expired.zip")
    assert caught.value.response.headers["content-type"].startswith("application/xml")
    client.packages.download(export, to=tmp_path / "export.zip")
    assert zipfile.is_zipfile(tmp_path / "export.zip")
    client.packages.download(imported, to=tmp_path / "import.zip")
    assert (tmp_path / "import.zip").read_bytes() == PACKAGE
    with client.packages.stream(imported) as opened:
        assert b"".join(opened.iter_bytes()) == PACKAGE

    async def call() -> None:
        async with AsyncWorkatoEmbedded(mock.token, base_url=mock.url) as client:
            source = await client.packages.get_import(CUSTOMER, imported.id)
            mock.clock.advance(11)
            await client.packages.download(source, to=tmp_path / "again.zip")

    asyncio.run(call())
    assert (tmp_path / "again.zip").read_bytes() == PACKAGE


def test_an_export_can_be_streamed(client: WorkatoEmbedded) -> None:
    """The chunks of a streamed export are the zip file, and can be uploaded as an import."""
    started = client.packages.export_package(CUSTOMER, MANIFEST)
    export = client.packages.wait_for_export(CUSTOMER, started.id)
    with client.packages.stream(export) as opened:
        assert_type(opened, StreamedResponse[bytes])
        assert opened.headers["content-type"] == "application/zip"
        content = b"".join(opened.iter_bytes())
    assert content.startswith(b"PK")
    # A download can be uploaded directly, without a file.
    with client.packages.stream(export) as opened:
        copied = start(client, opened.iter_bytes(), restart_recipes=True)
    assert client.packages.wait_for_import(CUSTOMER, copied).status == "completed"


def test_the_asynchronous_client_waits_downloads_and_streams(mock: WorkatoMock, tmp_path: Path, library: Any) -> None:
    """The asynchronous client waits for an export, downloads it and streams it."""

    async def no_wait(_: float) -> None:
        pass

    async def call() -> None:
        async with library.AsyncClient(verify=False) as http:
            client = AsyncWorkatoEmbedded(mock.token, base_url=mock.url, sleep=no_wait, http_client=http)
            export = await client.packages.export_and_download(CUSTOMER, MANIFEST, to=tmp_path / "a.zip")
            assert_type(export, PackageExport)
            assert await client.packages.download(export, to=tmp_path / "b.zip") == tmp_path / "b.zip"
            async with client.packages.stream(export) as opened:
                assert_type(opened, AsyncStreamedResponse[bytes])
                streamed = b"".join([chunk async for chunk in opened.iter_bytes()])
            assert streamed == (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()

    asyncio.run(call())


def test_a_rejected_download_raises_and_writes_nothing(client: WorkatoEmbedded, tmp_path: Path) -> None:
    """A URL that was not signed raises PermissionDeniedError and leaves no file."""
    with pytest.raises(PermissionDeniedError):
        client.packages.download("/_mock/packages/1.zip", to=tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []
