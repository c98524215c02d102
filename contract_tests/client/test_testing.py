"""Programs that use the client can be tested without a network and without a server."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
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

from contract_tests.client.test_every_operation import OPERATIONS, arguments, method
from contract_tests.support.recorder import plain
from contract_tests.support.validator import Validator


def test_an_http_client_is_not_taken_and_forgotten() -> None:
    """Where the stub could not answer, it says so; an HTTP client can have the stub as its transport."""
    with pytest.raises(TypeError, match="a stub is the transport itself"):
        Stub().client(http_client=httpx.Client())
    with pytest.raises(TypeError, match="a stub is the transport itself"):
        Stub().async_client(http_client=httpx.AsyncClient())
    own = WorkatoEmbedded("token", http_client=httpx.Client(transport=Stub()))
    assert own.managed_users.list().items


@pytest.fixture
def stub() -> Stub:
    """A stub that was told nothing."""
    return Stub()


async def everything(result: Any) -> Any:
    """Return the result of an asynchronous call, all entries of all pages of a list."""
    return plain([entry async for entry in result]) if isinstance(result, AsyncPages) else plain(await result)


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_operation_is_answered(operation_id: str, stub: Stub) -> None:
    """Each operation has an example, read alike by both clients; the walk through a list ends and doubles nothing."""
    operation = OPERATIONS[operation_id]
    result = method(stub.client(), operation)(**arguments(operation))
    page = plain(result.items) if isinstance(result, Page) else None
    waited = plain(list(result)) if isinstance(result, Page) else plain(result)
    assert page is None or waited == page
    assert asyncio.run(everything(method(stub.async_client(), operation)(**arguments(operation)))) == waited
    assert {call.operation_id for call in stub.calls} == {operation_id}
    assert stub.waited == []


def test_what_it_answers_is_what_the_spec_says(stub: Stub) -> None:
    """The independent judge accepts the answers, those of failures too."""
    validator = Validator("https://stub.example.com/api")
    responses: list[httpx.Response] = []

    def note(response: httpx.Response) -> None:
        response.read()
        responses.append(response)

    with httpx.Client(transport=stub, event_hooks={"response": [note]}) as http:
        client = WorkatoEmbedded("token", base_url="https://stub.example.com", http_client=http)
        client.managed_users.list()
        stub.reply("get_managed_user", status=404)
        with pytest.raises(NotFoundError):
            client.managed_users.get(7)
    for response in responses:
        validator.check_response(response)
    assert [response.status_code for response in responses] == [200, 404]


def test_a_reply_is_given_as_it_was_told(stub: Stub) -> None:
    """Status, body, text and headers; replies come in order, and the last one stays."""
    stub.reply("get_managed_user", json={"id": 1, "name": "first"})
    stub.reply("get_managed_user", status=503, text="<html>", headers={"Retry-After": "3600"})
    client = stub.client()
    assert client.managed_users.get(1).name == "first"
    for _ in range(2):
        with pytest.raises(InternalServerError) as caught:
            client.managed_users.get(1)
        assert (caught.value.body, caught.value.retry_after) == ("<html>", 3600)


def test_a_failure_is_raised(stub: Stub) -> None:
    """Failures of the connection are had without one, and repetitions without waiting."""
    stub.fail("get_task_usage", httpx.ReadTimeout("late"))
    with pytest.raises(APITimeoutError):
        stub.client().managed_users.usage()
    assert len(stub.waited) == 2

    async def call() -> None:
        await stub.async_client().managed_users.usage()

    with pytest.raises(APITimeoutError):
        asyncio.run(call())
    assert len(stub.waited) == 4


def test_calls_are_noted(stub: Stub) -> None:
    """What was called, with its path as it was sent, its query and its body."""
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


def test_bytes_are_noted_as_they_are(stub: Stub) -> None:
    """A body that is no JSON is its bytes."""
    operation = OPERATIONS[next(o.id for o in ALL if o.content_type)]
    method(stub.client(), operation)(**arguments(operation))
    assert stub.calls[0].body == b"PK"


def test_a_wrong_name_is_told(stub: Stub) -> None:
    """A typing error in an operationId is a sentence that has the right one."""
    with pytest.raises(ValueError, match="no operation 'get_managed_users'; did you mean"):
        stub.reply("get_managed_users")
    with pytest.raises(ValueError, match=r"no operation 'xyz'$"):
        stub.fail("xyz", httpx.ReadTimeout(""))


def test_a_stranger_is_not_answered(stub: Stub) -> None:
    """A request that no client of this package has sent is a fault of the test."""
    with httpx.Client(transport=stub) as http, pytest.raises(ValueError, match="only requests of a client"):
        http.get("https://stub.example.com/api/managed_users")


def test_options_are_the_constructor_s(stub: Stub) -> None:
    """The clients of a stub take the options that all clients take."""
    assert stub.client(max_retries=0)._settings.retries.max_retries == 0
    assert isinstance(stub.async_client(base_url="http://other.example.com"), AsyncWorkatoEmbedded)
