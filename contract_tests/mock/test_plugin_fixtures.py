"""The fixtures of the pytest plugin."""

from __future__ import annotations

import asyncio

import httpx
import pytest
import requests
from workato_embedded import APIConnectionError, InternalServerError
from workato_embedded_mock import WorkatoMock


def test_client_httpx_and_requests_work_with_the_fixtures(
    workato_mock: WorkatoMock, workato_mock_server: WorkatoMock
) -> None:
    """The client and httpx work in process, and requests works with the server on a port."""
    assert len(list(workato_mock.client.managed_users.list())) == 2
    assert (
        httpx.Client(transport=workato_mock.transport)
        .get(f"{workato_mock.url}/managed_users", headers=workato_mock.headers)
        .json()["count"]
        == 2
    )
    response = requests.get(f"{workato_mock_server.url}/managed_users", headers=workato_mock_server.headers, timeout=10)
    assert response.json()["count"] == 2
    assert workato_mock_server.transport is None


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
