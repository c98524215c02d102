"""Each method has a raw and a streaming form, with the same arguments and its own return type."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import AbstractContextManager
from typing import Any, assert_type

import pytest
from workato_embedded import (
    AsyncPage,
    AsyncWorkatoEmbedded,
    NotFoundError,
    Page,
    RawResponse,
    StreamedResponse,
    WorkatoEmbedded,
)
from workato_embedded.models import ManagedUser

from contract_tests.client.test_methods import resources


def forms(resource: Any) -> set[str]:
    """Return the names of a resource's methods for operations; other methods have no raw form."""
    others = {name for base in type(resource).__bases__ for name in vars(base)}
    return {name for name, _ in inspect.getmembers(resource, callable) if not name.startswith("_")} - others


@pytest.mark.parametrize("client", [WorkatoEmbedded("token"), AsyncWorkatoEmbedded("token")])
def test_every_method_has_its_forms(client: Any) -> None:
    """The raw and streaming forms have the same methods, arguments and nested resources as the plain one."""
    for resource in resources(client):
        for form in (resource.with_raw_response, resource.with_streaming_response):
            assert forms(form) == forms(resource)
            assert vars(form).keys() - forms(form) == {name for name in vars(resource) if not name.startswith("_")}
            for name in forms(form):
                assert (
                    inspect.signature(getattr(form, name)).parameters
                    == inspect.signature(getattr(resource, name)).parameters
                )


def test_a_raw_response_has_headers_and_result(client: WorkatoEmbedded) -> None:
    """A raw response has the headers and parses to the plain result, also for type checkers."""
    response = client.managed_users.with_raw_response.get("Ecust-0042")
    assert_type(response, RawResponse[ManagedUser])
    assert response.headers["content-type"].startswith("application/json")
    assert response.parse() == client.managed_users.get("Ecust-0042")
    page = client.managed_users.with_raw_response.list()
    assert_type(page, RawResponse[Page[ManagedUser]])
    assert page.parse().items == client.managed_users.list().items


def test_a_response_can_be_streamed(client: WorkatoEmbedded) -> None:
    """A streamed body is read in chunks, and an error is raised when the response is opened."""
    opened = client.managed_users.with_streaming_response.list()
    assert_type(opened, AbstractContextManager[StreamedResponse[Page[ManagedUser]]])
    with opened as response:
        assert b"".join(response.iter_bytes()).startswith(b"{")
    with pytest.raises(NotFoundError), client.managed_users.with_streaming_response.get("Enobody"):
        pass


def test_the_asynchronous_client_has_the_same_forms(base_url: str, token: str) -> None:
    """The raw and streaming forms of the asynchronous client return the plain results."""

    async def call() -> None:
        async with AsyncWorkatoEmbedded(token, base_url=base_url) as client:
            page = await client.managed_users.with_raw_response.list()
            assert_type(page, RawResponse[AsyncPage[ManagedUser]])
            assert page.parse().items == (await client.managed_users.list()).items
            async with client.managed_users.members.with_streaming_response.list("Ecust-0042") as response:
                assert await response.parse() == await client.managed_users.members.list("Ecust-0042")

    asyncio.run(call())
