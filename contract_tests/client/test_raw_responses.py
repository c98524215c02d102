"""Every method has its raw and its streamed form, with the same arguments and a type of its own."""

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
    """Return the names of a resource's methods; what stands beside the operations has no other forms."""
    beside = {name for base in type(resource).__bases__ for name in vars(base)}
    return {name for name, _ in inspect.getmembers(resource, callable) if not name.startswith("_")} - beside


@pytest.mark.parametrize("client", [WorkatoEmbedded("token"), AsyncWorkatoEmbedded("token")])
def test_every_method_has_its_forms(client: Any) -> None:
    """The raw and the streamed forms have the plain methods' names and arguments, and the resources below."""
    for resource in resources(client):
        for form in (resource.with_raw_response, resource.with_streaming_response):
            assert forms(form) == forms(resource)
            assert vars(form).keys() - forms(form) == {name for name in vars(resource) if not name.startswith("_")}
            for name in forms(form):
                assert (
                    inspect.signature(getattr(form, name)).parameters
                    == inspect.signature(getattr(resource, name)).parameters
                )


def test_an_answer_is_had_beside_its_result(client: WorkatoEmbedded) -> None:
    """Headers that the models do not have, with the result that they have; types hold for checkers too."""
    answer = client.managed_users.with_raw_response.get("Ecust-0042")
    assert_type(answer, RawResponse[ManagedUser])
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.parse() == client.managed_users.get("Ecust-0042")
    page = client.managed_users.with_raw_response.list()
    assert_type(page, RawResponse[Page[ManagedUser]])
    assert page.parse().items == client.managed_users.list().items


def test_a_long_list_can_be_streamed(client: WorkatoEmbedded) -> None:
    """The body comes piece by piece, and a failure is raised when it is opened."""
    opened = client.managed_users.with_streaming_response.list()
    assert_type(opened, AbstractContextManager[StreamedResponse[Page[ManagedUser]]])
    with opened as answer:
        assert b"".join(answer.iter_bytes()).startswith(b"{")
    with pytest.raises(NotFoundError), client.managed_users.with_streaming_response.get("Enobody"):
        pass


def test_asynchronous_answers_are_the_same(base_url: str, token: str) -> None:
    """The same holds for the client for asyncio."""

    async def call() -> None:
        async with AsyncWorkatoEmbedded(token, base_url=base_url) as client:
            page = await client.managed_users.with_raw_response.list()
            assert_type(page, RawResponse[AsyncPage[ManagedUser]])
            assert page.parse().items == (await client.managed_users.list()).items
            async with client.managed_users.members.with_streaming_response.list("Ecust-0042") as answer:
                assert await answer.parse() == await client.managed_users.members.list("Ecust-0042")

    asyncio.run(call())
