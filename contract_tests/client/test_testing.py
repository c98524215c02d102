"""Programs that use the client can be tested with a stub, without a network or a server."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import httpx2
import pytest
from workato_embedded import (
    APITimeoutError,
    AsyncPages,
    AsyncWorkatoEmbedded,
    InternalServerError,
    NotFoundError,
    Page,
    WorkatoEmbedded,
)
from workato_embedded._operations.index import ALL
from workato_embedded.testing import Stub, StubCall

from contract_tests.support.documented_calls import OPERATIONS, arguments, method
from contract_tests.support.recorder import plain
from contract_tests.support.validator import Validator


def test_a_stub_rejects_an_http_client_but_can_be_its_transport() -> None:
    """`client` and `async_client` reject `http_client`; an HTTP client can use the stub as its transport."""
    with pytest.raises(TypeError, match="a stub is a transport"):
        Stub().client(http_client=httpx2.Client())
    with pytest.raises(TypeError, match="a stub is a transport"):
        Stub().async_client(http_client=httpx2.AsyncClient())
    own = WorkatoEmbedded("token", http_client=httpx2.Client(transport=Stub()))
    assert own.managed_users.list().items


@pytest.fixture
def stub() -> Stub:
    """Return a stub without replies of its own."""
    return Stub()


async def everything(result: Any) -> Any:
    """Return the result of an asynchronous call; for a list, the items of all pages."""
    return plain([entry async for entry in result]) if isinstance(result, AsyncPages) else plain(await result)


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_operation_has_a_response(operation_id: str, stub: Stub) -> None:
    """Both clients get the example of each operation, and reading all pages of a list ends without duplicates.

    HTTP clients of httpx get the same.
    """
    operation = OPERATIONS[operation_id]
    result = method(stub.client(), operation)(**arguments(operation))
    page = plain(result.items) if isinstance(result, Page) else None
    synchronous = plain(list(result)) if isinstance(result, Page) else plain(result)
    assert page is None or synchronous == page
    assert asyncio.run(everything(method(stub.async_client(), operation)(**arguments(operation)))) == synchronous
    options: dict[str, Any] = {"api_token": "token", "base_url": "https://stub.example.com"}
    client = WorkatoEmbedded(http_client=httpx.Client(transport=stub), **options)
    async_client = AsyncWorkatoEmbedded(http_client=httpx.AsyncClient(transport=stub), **options)
    with_httpx = method(client, operation)(**arguments(operation))
    assert plain(list(with_httpx) if isinstance(with_httpx, Page) else with_httpx) == synchronous
    assert asyncio.run(everything(method(async_client, operation)(**arguments(operation)))) == synchronous
    assert {call.operation_id for call in stub.calls} == {operation_id}
    assert stub.waited == []


def test_responses_of_a_stub_are_valid(stub: Stub) -> None:
    """The independent validator accepts the responses of a stub, including errors."""
    validator = Validator("https://stub.example.com/api")
    responses: list[httpx2.Response] = []

    def record(response: httpx2.Response) -> None:
        response.read()
        responses.append(response)

    with httpx2.Client(transport=stub, event_hooks={"response": [record]}) as http:
        client = WorkatoEmbedded("token", base_url="https://stub.example.com", http_client=http)
        client.managed_users.list()
        stub.reply("get_managed_user", status=404)
        with pytest.raises(NotFoundError):
            client.managed_users.get(7)
    for response in responses:
        validator.check_response(response)
    assert [response.status_code for response in responses] == [200, 404]


def test_replies_are_returned_in_order(stub: Stub) -> None:
    """Replies have the given status, body, text and headers; they are used in order, and the last one is repeated."""
    stub.reply("get_managed_user", json={"id": 1, "name": "first"})
    stub.reply("get_managed_user", status=503, text="<html>", headers={"Retry-After": "3600"})
    client = stub.client()
    assert client.managed_users.get(1).name == "first"
    for _ in range(2):
        with pytest.raises(InternalServerError) as caught:
            client.managed_users.get(1)
        assert (caught.value.body, caught.value.retry_after) == ("<html>", 3600)


def test_a_failure_is_raised(stub: Stub) -> None:
    """A stub can raise connection errors, and its clients retry without waiting."""
    stub.fail("get_task_usage", httpx2.ReadTimeout("late"))
    with pytest.raises(APITimeoutError):
        stub.client().managed_users.usage()
    assert len(stub.waited) == 2

    async def call() -> None:
        await stub.async_client().managed_users.usage()

    with pytest.raises(APITimeoutError):
        asyncio.run(call())
    assert len(stub.waited) == 4


def test_calls_are_recorded(stub: Stub) -> None:
    """A stub records each call, with the path as it was sent, the query and the body."""
    client = stub.client()
    client.managed_users.list(page=2)
    client.managed_users.update("Ea/b", name="Acme")
    first, second = stub.calls
    assert (first.operation_id, first.method, first.path, first.query, first.body) == (
        "list_managed_users",
        "GET",
        "/api/managed_users",
        {"page": "2"},
        None,
    )
    assert second == StubCall(
        "update_managed_user", "PUT", "/api/managed_users/Ea%2Fb", {}, {"name": "Acme"}, second.request
    )


def test_a_binary_body_is_recorded_as_bytes(stub: Stub) -> None:
    """The body of a recorded call is bytes if it is not JSON."""
    operation = OPERATIONS[next(o.id for o in ALL if o.content_type)]
    method(stub.client(), operation)(**arguments(operation))
    assert stub.calls[0].body == b"PK"


def test_an_unknown_operation_is_an_error(stub: Stub) -> None:
    """An unknown operationId raises ValueError, with the similar name if there is one."""
    with pytest.raises(ValueError, match="unknown operation 'get_managed_users'; did you mean"):
        stub.reply("get_managed_users")
    with pytest.raises(ValueError, match=r"unknown operation 'xyz'$"):
        stub.fail("xyz", httpx2.ReadTimeout(""))


def test_requests_of_other_programs_are_rejected(stub: Stub) -> None:
    """A request that was not sent by a client of this package raises ValueError."""
    with httpx2.Client(transport=stub) as http, pytest.raises(ValueError, match="only requests of a client"):
        http.get("https://stub.example.com/api/managed_users")


def test_clients_of_a_stub_take_the_options_of_the_constructor(stub: Stub) -> None:
    """The clients of a stub take the options of the client's constructor."""
    assert stub.client(max_retries=0)._settings.retries.max_retries == 0
    assert isinstance(stub.async_client(base_url="http://other.example.com"), AsyncWorkatoEmbedded)
