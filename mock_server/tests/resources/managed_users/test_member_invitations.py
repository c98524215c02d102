"""The operation that invites members behaves as documented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
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


class ManualClock:
    """A clock that shows the same time until a test moves it."""

    def __init__(self) -> None:
        self.time = datetime(2023, 11, 5, 8, 50, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time that it shows."""
        return self.time


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that shows ten minutes before the end of summer time in California."""
    return ManualClock()


@pytest.fixture
def context(document: Document, clock: ManualClock) -> Iterator[Context]:
    """Return the context of a request, in a transaction that lasts as long as the test."""
    database = open_database("sqlite://")
    namespaces = Namespaces(database, load_seed(read_seed("default"), SchemaCompiler(document.content)))
    with namespaces.transaction("invitations", write=True) as session:
        yield Context(session, clock, [])
    database.close()


def invite(context: Context, managed_user_id: str = "512044", **more: str) -> Any:
    """Invite Lou, with changes."""
    return invite_member(context, managed_user_id, {**LOU, **more})


def test_an_invited_person_is_not_a_member_yet(client: httpx2.Client, northwind: str) -> None:
    """An invitation does not change the list of members."""
    before = client.get(f"{northwind}/members").json()
    assert client.post(f"{northwind}/member_invitations", json=LOU).json() == {"result": "ok"}
    assert client.get(f"{northwind}/members").json() == before


def test_a_second_invitation_within_20_minutes_is_rejected(client: httpx2.Client, northwind: str) -> None:
    """A second invitation within 20 minutes gets 429 with `Retry-After`; this affects no other person or customer."""
    client.post(f"{northwind}/member_invitations", json=LOU)
    response = client.post(f"{northwind}/member_invitations", json={**LOU, "email": "Lou.Marsh@example.com"})
    assert (response.status_code, response.json()) == (429, {"message": "Too many requests"})
    assert 1190 < int(response.headers["Retry-After"]) <= 1200
    assert '"/body/email"' in response.headers["X-Mock-Reason"]
    assert client.post(f"{northwind}/member_invitations", json={**LOU, "email": "k@example.com"}).status_code == 200
    assert client.post("/managed_users/Eacme%2F42/member_invitations", json=LOU).status_code == 200


@pytest.mark.parametrize(("day", "status"), [("2025-10-06", 200), ("2025-10-07", 429)])
def test_invitations_have_a_pause_since_october_2025(
    client: httpx2.Client, northwind: str, day: str, status: int
) -> None:
    """An account as of an earlier day can invite an address again at once."""
    assert client.put("/../_mock/edition", json={"as_of": day}).status_code == 200
    statuses = [client.post(f"{northwind}/member_invitations", json=LOU).status_code for _ in range(2)]
    assert statuses == [200, status]


def test_an_address_can_be_invited_again_after_20_minutes(context: Context, clock: ManualClock) -> None:
    """An address can be invited again after exactly 20 minutes, even across the end of summer time."""
    for _ in range(3):
        assert invite(context) == {"result": "ok"}
        clock.time += timedelta(minutes=19, seconds=59, milliseconds=500)
        with pytest.raises(TooManyRequestsError) as caught:
            invite(context)
        assert caught.value.seconds == 1
        clock.time += timedelta(milliseconds=500)


def test_a_clock_that_was_set_back_does_not_block_an_invitation(context: Context, clock: ManualClock) -> None:
    """An earlier invitation with a time in the future is ignored."""
    invite(context)
    clock.time -= timedelta(days=1)
    assert invite(context) == {"result": "ok"}


@pytest.mark.parametrize("role", ["Admin", "Analyst", "Operator", "Auditor", "Support engineer"])
def test_roles_may_be_built_in_or_of_the_customer_or_of_the_partner(
    client: httpx2.Client, northwind: str, role: str
) -> None:
    """An invitation may name a built-in role, a role of the customer or a role of the partner."""
    response = client.post(f"{northwind}/member_invitations", json={**LOU, "role_name": role})
    assert response.status_code == 200


@pytest.mark.parametrize("role", ["Gardener", "admin", ""])
def test_an_unknown_role_is_rejected(client: httpx2.Client, northwind: str, role: str) -> None:
    """An invitation with an unknown role is not stored, so a corrected one can follow at once."""
    response = client.post(f"{northwind}/member_invitations", json={**LOU, "role_name": role})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert '"/body/role_name"' in response.headers["X-Mock-Reason"]
    assert client.post(f"{northwind}/member_invitations", json=LOU).status_code == 200


def test_the_role_of_another_customer_is_unknown(client: httpx2.Client) -> None:
    """An invitation with the role of another customer is rejected."""
    response = client.post("/managed_users/512101/member_invitations", json={**LOU, "role_name": "Auditor"})
    assert response.status_code == 400


@pytest.mark.parametrize("name", ["name", "email"])
def test_an_invitation_requires_every_field(client: httpx2.Client, northwind: str, name: str) -> None:
    """An invitation with a missing field is rejected, and the reason names the field."""
    body = {key: value for key, value in LOU.items() if key != name}
    response = client.post(f"{northwind}/member_invitations", json=body)
    assert response.status_code == 400
    assert f'"/body/{name}"' in response.headers["X-Mock-Reason"]


def test_an_invitation_to_an_unknown_customer_is_not_found(client: httpx2.Client) -> None:
    """An invitation to an unknown customer returns 404."""
    assert client.post("/managed_users/1/member_invitations", json=LOU).status_code == 404
