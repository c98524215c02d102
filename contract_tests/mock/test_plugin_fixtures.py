"""The fixtures of the pytest plugin."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import httpx2
import pytest
import requests
from workato_embedded import APIConnectionError, InternalServerError, WorkatoEmbedded
from workato_embedded_mock import WorkatoMock

LIBRARIES = pytest.mark.parametrize("library", [httpx2, httpx], ids=["httpx2", "httpx"])


def test_the_client_and_requests_work_with_the_fixtures(
    workato_mock: WorkatoMock, workato_mock_server: WorkatoMock
) -> None:
    """The client works in process, and requests works with the server on a port."""
    assert len(list(workato_mock.client.managed_users.list())) == 2
    response = requests.get(f"{workato_mock_server.url}/managed_users", headers=workato_mock_server.headers, timeout=10)
    assert response.json()["count"] == 2
    assert workato_mock_server.transport is None


@LIBRARIES
def test_the_transport_serves_clients_of_both_libraries(library: Any, workato_mock: WorkatoMock) -> None:
    """`transport` connects synchronous and asynchronous clients of httpx2 and httpx, and returns their responses."""
    url, headers = f"{workato_mock.url}/managed_users", workato_mock.headers
    with library.Client(transport=workato_mock.transport, headers=headers) as http:
        response = http.get(url)
        created = http.post(url, json={"name": "New", "notification_email": "new@example.com"})

    async def get() -> Any:
        async with library.AsyncClient(transport=workato_mock.transport, headers=headers) as http:
            return await http.get(url)

    assert isinstance(response, library.Response)
    assert (response.json()["count"], created.status_code, asyncio.run(get()).json()["count"]) == (2, 200, 3)


@LIBRARIES
@pytest.mark.parametrize(
    ("kind", "error"), [("reset", "ReadError"), ("timeout", "ReadTimeout"), ("truncate", "RemoteProtocolError")]
)
def test_a_broken_connection_raises_the_exception_of_the_library(
    kind: str, error: str, library: Any, workato_mock: WorkatoMock
) -> None:
    """A fault of the connection raises the exception of the library that sent the request."""
    workato_mock.faults.add("list_managed_users", kind=kind, phase="after")
    with library.Client(transport=workato_mock.transport, headers=workato_mock.headers) as http:
        with pytest.raises(getattr(library, error)) as raised:
            http.get(f"{workato_mock.url}/managed_users")
        assert raised.value.request.method == "GET"


@LIBRARIES
def test_a_client_with_an_own_http_client_meets_the_faults(library: Any, workato_mock: WorkatoMock) -> None:
    """A client of either library on the transport retries after faults of the connection."""
    workato_mock.faults.add("list_managed_users", kind="reset", times=2)
    with library.Client(transport=workato_mock.transport) as http:
        client = WorkatoEmbedded(
            workato_mock.token, base_url=workato_mock.url, http_client=http, max_retries=2, sleep=lambda _: None
        )
        assert len(client.managed_users.list().items) == 2
    assert workato_mock.journal.count("list_managed_users") == 3


def test_the_asynchronous_client_works(workato_mock: WorkatoMock) -> None:
    """`async_client` works in an event loop of the test."""

    async def names() -> list[str]:
        async with workato_mock.async_client as client:
            return [str(user.name) async for user in client.managed_users.list()]

    assert len(asyncio.run(names())) == 2


@pytest.mark.parametrize("kind", ["reset", "timeout", "truncate", None])
def test_a_post_with_a_lost_response_is_not_retried(workato_mock: WorkatoMock, kind: str | None) -> None:
    """The client does not retry a POST that may have been carried out, so that there is one object."""
    rule = {"status": 500} if kind is None else {"kind": kind}
    workato_mock.faults.add("create_managed_user", phase="after", **rule)
    error = InternalServerError if kind is None else APIConnectionError
    with pytest.raises(error):
        workato_mock.client.with_options(max_retries=5).managed_users.create(
            name="New", notification_email="new@example.com"
        )
    assert workato_mock.journal.count("create_managed_user") == 1
    workato_mock.faults.clear()
    assert [user.name for user in workato_mock.client.managed_users.list()].count("New") == 1


def test_a_get_with_a_lost_response_is_retried(workato_mock: WorkatoMock) -> None:
    """The client retries a GET up to `max_retries` times."""
    workato_mock.faults.add("get_managed_user", kind="reset", times=2)
    assert workato_mock.client.with_options(max_retries=2).managed_users.get(512044).id == 512044
    assert workato_mock.journal.count("get_managed_user") == 3


def test_a_recipe_runs_and_an_invitation_is_accepted(workato_mock: WorkatoMock) -> None:
    """The fixture runs a recipe and accepts an invitation, which the real platform does by itself."""
    (job,) = workato_mock.run_recipe("Ecust-0042", 9001, status="failed", error="Bad request: no")
    listed = workato_mock.client.jobs.list("Ecust-0042", 9001)
    assert next(iter(listed)).id == job["id"]
    workato_mock.client.member_invitations.create(
        "Ecust-0042", name="Lou", email="lou@example.com", role_name="Operator"
    )
    assert workato_mock.accept_invitation("Ecust-0042", "lou@example.com")["email"] == "lou@example.com"
