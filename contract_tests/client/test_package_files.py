"""Packages go to the mock and come from it as files, and the client waits as long as the mock takes."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, assert_type

import httpx
import pytest
from workato_embedded import (
    AsyncStreamedResponse,
    AsyncWorkatoEmbedded,
    NotFoundError,
    PackageFailedError,
    PackageTimeoutError,
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
    """A server whose imports and exports are seen in progress three times."""
    with MockServer(transitions="polls:3") as server:
        yield server


@pytest.fixture
def mock(server: MockServer, token: str) -> Iterator[WorkatoMock]:
    """The test's namespace there."""
    mock = WorkatoMock(server.root_url, token)
    yield mock
    mock.close()


@pytest.fixture
def waited() -> list[float]:
    """How long the client would have waited."""
    return []


@pytest.fixture
def client(mock: WorkatoMock, waited: list[float]) -> Iterator[WorkatoEmbedded]:
    """A client of the namespace that does not really wait."""
    with WorkatoEmbedded(mock.token, base_url=mock.url, sleep=waited.append) as client:
        yield client


def start(client: WorkatoEmbedded, package: Any = PACKAGE, **more: Any) -> int:
    """Start an import into the seed's customer, and return its id."""
    return client.packages.import_package(CUSTOMER, folder_id=FOLDER, package=package, **more).id


def pieces(content: bytes) -> Iterator[bytes]:
    """Yield bytes in pieces."""
    for begin in range(0, len(content), 100):
        yield content[begin : begin + 100]


async def async_pieces(content: bytes) -> AsyncIterator[bytes]:
    """Yield bytes in pieces."""
    for piece in pieces(content):
        yield piece


def test_an_import_is_waited_for(client: WorkatoEmbedded, waited: list[float]) -> None:
    """The client looks until the mock has done it, and tells of each look; types hold for checkers too."""
    seen: list[PackageImport] = []
    done = client.packages.wait_for_import(CUSTOMER, start(client), on_progress=seen.append)
    assert_type(done, PackageImport)
    assert [found.status for found in seen] == ["in_progress"] * 3 + ["completed"]
    assert done == seen[-1]
    assert waited == [2, 3, 4.5]


@pytest.mark.parametrize(
    "kind", [lambda path: path, str, lambda path: io.BytesIO(PACKAGE), lambda path: pieces(PACKAGE)]
)
def test_a_package_is_imported_from_anything(
    kind: Callable[[Path], Any], client: WorkatoEmbedded, tmp_path: Path
) -> None:
    """A path, a file and an iterator arrive as the bytes do, with either client."""
    path = tmp_path / "package.zip"
    path.write_bytes(PACKAGE)
    assert client.packages.wait_for_import(CUSTOMER, start(client, kind(path))).status == "completed"
    asyncio.run(import_async(client.base_url, kind(path)))
    assert sum(recipe.name == "Greet" for recipe in client.recipes.list(CUSTOMER)) == 1


async def import_async(base_url: str, package: Any, token: str = "import-async") -> None:
    """Import with the client for asyncio, whose waits take no time."""

    async def nap(_: float) -> None:
        pass

    async with AsyncWorkatoEmbedded(token, base_url=base_url, sleep=nap) as client:
        started = await client.packages.import_package(CUSTOMER, folder_id=FOLDER, package=package)
        done = await client.packages.wait_for_import(CUSTOMER, started.id)
        assert_type(done, PackageImport)
        assert done.status == "completed"


def test_an_asynchronous_iterator_is_imported(mock: WorkatoMock) -> None:
    """It arrives whole."""
    asyncio.run(import_async(mock.url, async_pieces(PACKAGE), mock.token))


def test_a_file_is_sent_again_and_an_iterator_is_not(
    client: WorkatoEmbedded, mock: WorkatoMock, tmp_path: Path
) -> None:
    """After a 429 of the mock, a path is sent once more; what an iterator gave is gone, and the error says why."""
    path, told = tmp_path / "package.zip", list[RetryEvent]()
    path.write_bytes(PACKAGE)
    patient = client.with_options(on_retry=told.append)
    mock.faults.add("import_package", phase="before", status=429, times=1)
    start(patient, path)
    assert [event.reason for event in told] == ["429"]
    mock.faults.clear()
    mock.faults.add("import_package", phase="before", status=429, times=1)
    with pytest.raises(RateLimitError):
        start(patient, pieces(PACKAGE))
    assert len(told) == 1


def test_a_failed_import_tells_why(client: WorkatoEmbedded, tmp_path: Path) -> None:
    """The error has the reason that the mock gives and the import itself, with what became of recipes."""
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
    """A namespace whose imports and exports take half a minute of its clock."""
    with MockServer(transitions="seconds:30") as server:
        mock = WorkatoMock(server.root_url, token)
        mock.clock.freeze()
        yield mock
        mock.close()


def test_a_wait_follows_the_clock(slow: WorkatoMock) -> None:
    """An import of half a minute is waited for in half a minute, or given up before; it can be waited for again."""
    passed: list[float] = []

    def sleep(seconds: float) -> None:
        passed.append(seconds)
        slow.clock.advance(seconds)

    with WorkatoEmbedded(slow.token, base_url=slow.url, sleep=sleep) as client:
        begun = start(client)
        with pytest.raises(PackageTimeoutError, match="still in_progress after 10 seconds"):
            client.packages.wait_for_import(CUSTOMER, begun, timeout=10)
        assert sum(passed) == 10
        assert client.packages.wait_for_import(CUSTOMER, begun, poll=5).status == "completed"
        assert 30 <= sum(passed) <= 45


def test_an_export_is_downloaded(mock: WorkatoMock, tmp_path: Path) -> None:
    """One call exports, waits and fetches the zip file; only the API is sent the token."""
    to, sent = tmp_path / "package.zip", list[httpx.Request]()
    with httpx.Client(event_hooks={"request": [sent.append]}) as http:
        client = WorkatoEmbedded(mock.token, base_url=mock.url, http_client=http, sleep=lambda _: None)
        export = client.packages.export_and_download(CUSTOMER, MANIFEST, to=to)
    assert_type(export, PackageExport)
    assert zipfile.ZipFile(to).testzip() is None
    assert list(tmp_path.iterdir()) == [to]
    tokens = {
        request.url.path.partition("/")[2].partition("/")[0]: "authorization" in request.headers for request in sent
    }
    assert tokens == {"api": True, "_mock": False}


def test_an_export_is_gone_through(client: WorkatoEmbedded) -> None:
    """The pieces of a stream are the file, which can be imported again."""
    begun = client.packages.export_package(CUSTOMER, MANIFEST)
    export = client.packages.wait_for_export(CUSTOMER, begun.id)
    with client.packages.stream(export) as opened:
        assert_type(opened, StreamedResponse[bytes])
        assert opened.headers["content-type"] == "application/zip"
        content = b"".join(opened.iter_bytes())
    assert content.startswith(b"PK")
    # From one side to the other, without a file between them.
    with client.packages.stream(export) as opened:
        copied = start(client, opened.iter_bytes(), restart_recipes=True)
    assert client.packages.wait_for_import(CUSTOMER, copied).status == "completed"


def test_asyncio_does_the_same(mock: WorkatoMock, tmp_path: Path) -> None:
    """The client for asyncio waits, downloads and streams."""

    async def nap(_: float) -> None:
        pass

    async def call() -> None:
        async with AsyncWorkatoEmbedded(mock.token, base_url=mock.url, sleep=nap) as client:
            export = await client.packages.export_and_download(CUSTOMER, MANIFEST, to=tmp_path / "a.zip")
            assert_type(export, PackageExport)
            assert await client.packages.download(export, to=tmp_path / "b.zip") == tmp_path / "b.zip"
            async with client.packages.stream(export) as opened:
                assert_type(opened, AsyncStreamedResponse[bytes])
                streamed = b"".join([piece async for piece in opened.iter_bytes()])
            assert streamed == (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()

    asyncio.run(call())


def test_a_file_that_is_gone_is_an_error_of_the_client(client: WorkatoEmbedded, tmp_path: Path) -> None:
    """What the mock refuses is raised, and nothing is at the path."""
    with pytest.raises(NotFoundError):
        client.packages.download("/_mock/packages/1.zip?namespace_id=1", to=tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []
