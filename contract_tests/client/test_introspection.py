"""Tools that inspect the client at run time, such as `get_type_hints` and `create_autospec`, understand it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from functools import cached_property
from typing import Any, get_type_hints
from unittest.mock import create_autospec

import pytest
import workato_embedded
from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbedded
from workato_embedded.models import ManagedUser

CLIENTS = pytest.mark.parametrize("client", [WorkatoEmbedded, AsyncWorkatoEmbedded])


def resources(kind: type) -> Iterator[type]:
    """Yield the classes of all resources of a client or a resource, at any depth."""
    for name in dir(kind):
        if not name.startswith("_") and isinstance(inspect.getattr_static(kind, name), cached_property):
            found = getattr(kind, name)
            yield found
            yield from resources(found)


@CLIENTS
def test_all_annotations_can_be_evaluated(client: Any) -> None:
    """`typing.get_type_hints` works on each method of the clients and of all their resources."""
    kinds = [client, *resources(client)]
    assert len(kinds) > 30
    methods = [method for kind in kinds for _, method in inspect.getmembers(kind, inspect.isfunction)]
    hints = [get_type_hints(method) for method in methods]
    assert len(hints) > 150
    assert {"method", "path", "options", "return"} <= get_type_hints(client.request).keys()


@pytest.mark.parametrize("spec", [WorkatoEmbedded, WorkatoEmbedded("token")])
def test_an_autospec_has_the_methods_of_the_resources(spec: Any) -> None:
    """`create_autospec` of a client, or of its class, knows the methods of all resources and checks arguments."""
    mock = create_autospec(spec, instance=True)
    mock.managed_users.get.return_value = ManagedUser.from_dict({"id": 7})
    assert mock.managed_users.get(7).id == 7
    mock.api_platform.keys.list("Ecust-0042", api_client_id=1)
    with pytest.raises(TypeError, match="managed_user_id"):
        mock.managed_users.get()
    with pytest.raises(AttributeError):
        mock.managed_users.gett(7)


def test_an_autospec_of_the_class_makes_mocks_of_clients() -> None:
    """An autospec of the class checks the arguments of the client, and its instances have the resources."""
    made = create_autospec(WorkatoEmbedded)("token", data_center="eu")
    made.recipes.start(7, 8)
    made.recipes.start.assert_called_once_with(7, 8)
    with pytest.raises(TypeError):
        create_autospec(WorkatoEmbedded)(tokn="x")


def test_an_autospec_of_the_asynchronous_client_can_be_awaited() -> None:
    """Methods of an autospec of the asynchronous client are coroutines where those of the client are."""
    mock = create_autospec(AsyncWorkatoEmbedded, instance=True)
    mock.managed_users.get.return_value = "one"

    async def get() -> object:
        return await mock.managed_users.get(7)

    assert asyncio.run(get()) == "one"


def test_a_patched_class_keeps_its_resources(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that makes its own client can be given an autospec of the class."""
    monkeypatch.setattr(workato_embedded, "WorkatoEmbedded", create_autospec(WorkatoEmbedded))
    client = workato_embedded.WorkatoEmbedded("token")
    client.tags.list(7)
