"""The rules of invitations keep their promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from workato_embedded_mock.errors import TooManyRequestsError
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.openapi.document import Document
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.resources.managed_users.member_invitations import invite_member
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.seeds.files import read_seed
from workato_embedded_mock.seeds.loading import load_seed
from workato_embedded_mock.store.database import open_database

LOU = {"name": "Lou Marsh", "email": "lou.marsh@example.com", "role_name": "Operator"}


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2023, 11, 5, 8, 50, tzinfo=UTC)

    def now(self) -> datetime:
        """Answer the moment that it shows."""
        return self.time


@pytest.fixture
def watch() -> Watch:
    """Answer a clock that shows ten minutes before the end of summer time in California."""
    return Watch()


@pytest.fixture
def context(document: Document, watch: Watch) -> Iterator[Context]:
    """Answer the world of one call that lasts."""
    database = open_database("sqlite://")
    namespaces = Namespaces(database, load_seed(read_seed("default"), SchemaCompiler(document.content)))
    with namespaces.transaction("invitations", write=True) as session:
        yield Context(session, watch, [])
    database.close()


def invite(context: Context, managed_user_id: str = "512044", **more: str) -> Any:
    """Invite Lou, or somebody else."""
    return invite_member(context, managed_user_id, {**LOU, **more})


def test_who_is_invited_is_no_member_yet(client: httpx.Client, northwind: str) -> None:
    """The list of members stays as it is."""
    before = client.get(f"{northwind}/members").json()
    assert client.post(f"{northwind}/member_invitations", json=LOU).json() == {"result": "ok"}
    assert client.get(f"{northwind}/members").json() == before


def test_a_second_invitation_comes_too_soon(client: httpx.Client, northwind: str) -> None:
    """The answer says when to come again; others can be invited, and the same person by another customer."""
    client.post(f"{northwind}/member_invitations", json=LOU)
    response = client.post(f"{northwind}/member_invitations", json={**LOU, "email": "Lou.Marsh@example.com"})
    assert (response.status_code, response.json()) == (429, {"message": "Too many requests"})
    assert 1190 < int(response.headers["Retry-After"]) <= 1200
    assert '"/body/email"' in response.headers["X-Mock-Reason"]
    assert client.post(f"{northwind}/member_invitations", json={**LOU, "email": "k@example.com"}).status_code == 200
    assert client.post("/managed_users/Eacme%2F42/member_invitations", json=LOU).status_code == 200


def test_the_pause_is_twenty_minutes_of_the_clock(context: Context, watch: Watch) -> None:
    """Also over the end of summer time; each invitation begins another pause."""
    for _ in range(3):
        assert invite(context) == {"result": "ok"}
        watch.time += timedelta(minutes=19, seconds=59, milliseconds=500)
        with pytest.raises(TooManyRequestsError) as caught:
            invite(context)
        assert caught.value.seconds == 1
        watch.time += timedelta(milliseconds=500)


def test_a_clock_that_was_set_back_does_not_block(context: Context, watch: Watch) -> None:
    """The earlier invitation lies in the future then."""
    invite(context)
    watch.time -= timedelta(days=1)
    assert invite(context) == {"result": "ok"}


@pytest.mark.parametrize("role", ["Admin", "Analyst", "Operator", "Auditor", "Support engineer"])
def test_a_role_is_built_in_or_the_customers_or_the_partners(client: httpx.Client, northwind: str, role: str) -> None:
    """Each of them can be given."""
    response = client.post(f"{northwind}/member_invitations", json={**LOU, "role_name": role})
    assert response.status_code == 200


@pytest.mark.parametrize("role", ["Gardener", "admin", ""])
def test_an_unknown_role_is_refused(client: httpx.Client, northwind: str, role: str) -> None:
    """And nobody is invited, so that a right invitation can follow at once."""
    response = client.post(f"{northwind}/member_invitations", json={**LOU, "role_name": role})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert '"/body/role_name"' in response.headers["X-Mock-Reason"]
    assert client.post(f"{northwind}/member_invitations", json=LOU).status_code == 200


def test_the_role_of_another_customer_is_unknown(client: httpx.Client) -> None:
    """A role belongs to one customer."""
    response = client.post("/managed_users/512101/member_invitations", json={**LOU, "role_name": "Auditor"})
    assert response.status_code == 400


@pytest.mark.parametrize("name", ["name", "email", "role_name"])
def test_an_invitation_needs_all_its_parts(client: httpx.Client, northwind: str, name: str) -> None:
    """The reason points at what is missing."""
    body = {key: value for key, value in LOU.items() if key != name}
    response = client.post(f"{northwind}/member_invitations", json=body)
    assert response.status_code == 400
    assert f'"/body/{name}"' in response.headers["X-Mock-Reason"]


def test_an_unknown_customer_invites_nobody(client: httpx.Client) -> None:
    """It is not found."""
    assert client.post("/managed_users/1/member_invitations", json=LOU).status_code == 404
