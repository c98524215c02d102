"""Tests of the stub: configured replies, examples of the document, and lists that end."""

from __future__ import annotations

import asyncio
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from workato_embedded._runtime.base_client import SyncClient
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APITimeoutError, NotFoundError, PermissionDeniedError, RateLimitError
from workato_embedded._runtime.examples import Examples
from workato_embedded._runtime.operations import PagedOperation
from workato_embedded._runtime.paging import PageNumbers
from workato_embedded._runtime.stub import StubTransport

from .packages import Packages, zip_file
from .samples import BY_CURSOR, GET, LIST, SETTINGS, Car

BARE = PagedOperation[Car](
    id="list_bare",
    method="GET",
    path="/bare",
    read=LIST.read,
    paging=PageNumbers(page="page", per_page="per_page", first=1, size=1, max=1),
)
CAR = {"id": 1, "name": "Ada"}


def responses(body: Any) -> dict[str, Any]:
    """Return responses with a body for the success and a reference for the 404."""
    success = {"description": "Done.", "content": {"application/json": {"example": body}}}
    return {"200": success, "404": {"$ref": "#/components/responses/NotFound"}, "429": {"description": "Too many."}}


@pytest.fixture
def document() -> bytes:
    """The document of the sample API."""
    bodies: dict[str, dict[str, Any]] = {
        "/cars/{id}": {"get_car": CAR},
        "/cars": {"list_cars": {"result": [CAR]}, "list_cars_by_cursor": {"result": {"items": [CAR], "more": 1}}},
        "/bare": {"list_bare": [CAR]},
    }
    paths = {
        path: {
            "parameters": [],
            **{
                method: {"operationId": name, "responses": responses(body)}
                for method, (name, body) in zip(("get", "put"), operations.items(), strict=False)
            },
        }
        for path, operations in bodies.items()
    }
    missing = {"description": "Missing.", "content": {"application/json": {"example": {"message": "Not found"}}}}
    return json.dumps({"paths": paths, "components": {"responses": {"NotFound": missing}}}).encode()


@pytest.fixture
def stub(document: bytes) -> StubTransport:
    """A stub of the sample API."""
    return StubTransport([GET, LIST, BY_CURSOR, BARE], document)


@pytest.fixture(params=[httpx2, httpx], ids=["httpx2", "httpx"])
def client(stub: StubTransport, request: pytest.FixtureRequest) -> SyncClient:
    """A client of the stub, with an HTTP client of each library."""
    return SyncClient(SETTINGS, request.param.Client(transport=stub))


def test_examples_are_copies(document: bytes) -> None:
    """Changing an example that a stub returned does not affect later calls."""
    examples = Examples(document)
    examples.of("get_car")[1]["id"] = 2
    assert examples.of("get_car") == (200, CAR)


def test_each_status_has_its_example(document: bytes) -> None:
    """The examples of a document have their references resolved; a status without an example has no body."""
    examples = Examples(document)
    assert examples.of("get_car", 404) == (404, {"message": "Not found"})
    assert examples.of("get_car", 429) == (429, None)
    assert examples.of("get_car", 502) == (502, None)


@pytest.mark.parametrize("operation", [LIST, BY_CURSOR, BARE])
def test_iteration_over_a_stub_ends(operation: PagedOperation[Car], client: SyncClient, stub: StubTransport) -> None:
    """Pages of a stub after the first are empty, for each envelope and paging."""
    assert [car.id for car in client.page(operation, Call(query={"per_page": 1}))] == [1]
    assert len(stub.calls) == 2


def test_a_status_without_an_example_has_no_body(client: SyncClient, stub: StubTransport) -> None:
    """A documented status without a body has an empty response."""
    stub.reply("get_car", status=429)
    stub.reply("get_car", status=404)
    with pytest.raises(RateLimitError) as caught:
        client.call(GET, Call(path={"id": 1}))
    assert caught.value.body is None
    with pytest.raises(NotFoundError, match="Not found"):
        client.call(GET, Call(path={"id": 1}))


def test_a_stub_raises_replies_and_checks_names(client: SyncClient, stub: StubTransport) -> None:
    """A stub returns errors, texts and bytes, checks operation ids, and records bodies."""
    stub.fail("get_car", KeyError("mine"))
    stub.reply("get_car", json={"id": 2, "name": None})
    stub.reply("get_car", text='{"id": 3, "name": null}')
    with pytest.raises(KeyError, match="mine"):
        client.call(GET, Call(path={"id": 1}))
    assert [client.call(GET, Call(path={"id": 1}, body={"a": 1})).id for _ in range(3)] == [2, 3, 3]
    assert [call.body for call in stub.calls] == [None, {"a": 1}, {"a": 1}, {"a": 1}]
    with pytest.raises(ValueError, match="unknown operation 'get_cat'; did you mean get_car"):
        stub.reply("get_cat")
    with pytest.raises(ValueError, match=r"unknown operation 'xyz'$"):
        stub.reply("xyz")
    with pytest.raises(ValueError, match="only requests of a client"):
        httpx2.Client(transport=stub).get("https://example.com")


def test_a_stub_serves_downloads(client: SyncClient, stub: StubTransport, tmp_path: Path) -> None:
    """A stub records a download and returns an empty zip file or the configured reply."""
    packages, url, to = Packages(client), "https://files.example.com/6.zip", tmp_path / "6.zip"
    packages.download(url, to=to)
    assert zipfile.ZipFile(to).namelist() == []
    stub.reply("download_package")
    stub.reply("download_package", content=zip_file())
    stub.reply("download_package", status=403)
    stub.reply("download_package", status=200, json={"a": 1})
    packages.download(url, to=to)
    packages.download(url, to=to)
    assert zipfile.ZipFile(to).namelist() == ["a.recipe.json"]
    with pytest.raises(PermissionDeniedError, match="403 Forbidden"), packages.stream(url):
        pass
    with packages.stream(url) as opened:
        assert json.loads(opened.parse()) == {"a": 1}
    assert [(call.operation_id, call.path) for call in stub.calls] == [("download_package", "/6.zip")] * 5


@pytest.mark.parametrize("library", [httpx2, httpx])
def test_a_stub_raises_the_failures_of_either_library(library: Any, client: SyncClient, stub: StubTransport) -> None:
    """A failure that is configured as an exception of either library is an error of the client."""
    stub.fail("get_car", library.ReadTimeout("late"))
    with pytest.raises(APITimeoutError, match="GET /api/cars/1: late"):
        client.call(GET, Call(path={"id": 1}))
    assert isinstance(stub.calls[0].request, httpx2.Request)


async def ask(stub: StubTransport, library: Any) -> int:
    """Send a request to a stub asynchronously."""
    async with library.AsyncClient(transport=stub) as http:
        request = http.build_request("GET", "https://example.com", extensions={"workato_embedded.operation_id": GET.id})
        response = await http.send(request)
        assert isinstance(response, library.Response)
        status: int = response.status_code
        return status


@pytest.mark.parametrize("library", [httpx2, httpx])
def test_a_stub_serves_asynchronous_clients(library: Any, stub: StubTransport) -> None:
    """A stub is a transport for asynchronous HTTP clients of both libraries, and returns their responses."""
    assert asyncio.run(ask(stub, library)) == 200


def test_a_stub_serves_client_request(document: bytes) -> None:
    """A stub records `client.request` as `request`, which has no example and can have a reply."""
    stub = StubTransport([GET], document)
    client = SyncClient(SETTINGS, httpx2.Client(transport=stub))
    assert client.request("GET", "/new") is None
    stub.reply("request", json={"new": 1})
    assert client.request("GET", "/new") == {"new": 1}
    assert [call.path for call in stub.calls] == ["/api/new", "/api/new"]
