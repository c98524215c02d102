"""Each operation can be called with the documented example, and parses the documented response, in both clients."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import httpx2
import pytest
from workato_embedded import AsyncPages, AsyncWorkatoEmbedded, Page, RefusedError, WorkatoEmbedded

from contract_tests.support.documented_calls import (
    BASE_URL,
    OPERATIONS,
    REFUSALS,
    DocumentedServer,
    arguments,
    method,
)
from contract_tests.support.recorder import plain
from contract_tests.support.validator import Validator


def call_sync(operation: dict[str, Any]) -> tuple[Any, httpx2.Response]:
    """Call an operation with the synchronous client; return the result and the response."""
    server = DocumentedServer(operation)
    with httpx2.Client(transport=httpx2.MockTransport(server)) as http:
        client = WorkatoEmbedded("token", base_url=BASE_URL, http_client=http)
        result = method(client, operation)(**arguments(operation))
    return result.items if isinstance(result, Page) else result, server.responses[0]


async def call_async(operation: dict[str, Any]) -> tuple[Any, httpx2.Response]:
    """Call an operation with the asynchronous client; return the result and the response."""
    server = DocumentedServer(operation)
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(server)) as http:
        client = AsyncWorkatoEmbedded("token", base_url=BASE_URL, http_client=http)
        result = method(client, operation)(**arguments(operation))
        if isinstance(result, AsyncPages):
            return (await result).items, server.responses[0]
        return await result if inspect.isawaitable(result) else result, server.responses[0]


@pytest.fixture(scope="module")
def offline_validator() -> Validator:
    """Return a validator for requests that do not leave this process."""
    return Validator(BASE_URL)


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_operation_can_be_called(operation_id: str, offline_validator: Validator) -> None:
    """Both clients send the documented example as the same valid request, and return the same result."""
    operation = OPERATIONS[operation_id]
    result, response = call_sync(operation)
    other, other_response = asyncio.run(call_async(operation))
    offline_validator.check_request(response.request)
    offline_validator.check_response(response)
    assert plain(result) == plain(other)
    assert (response.request.url, response.request.content) == (
        other_response.request.url,
        other_response.request.content,
    )


@pytest.mark.parametrize("operation_id", REFUSALS)
def test_a_documented_refusal_is_raised(operation_id: str) -> None:
    """The client raises RefusedError for a documented refusal, an error with status 200."""
    operation, body = OPERATIONS[operation_id], REFUSALS[operation_id]
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, json=body))
    with httpx2.Client(transport=transport) as http, pytest.raises(RefusedError) as caught:
        method(WorkatoEmbedded("token", base_url=BASE_URL, http_client=http), operation)(**arguments(operation))
    assert caught.value.body == body


def test_the_refusals_of_recipes_are_documented() -> None:
    """The spec has the refusals with status 200 that the vendor documents."""
    assert {"create_recipe", "update_recipe", "delete_recipe", "start_recipe"} <= REFUSALS.keys()
