"""The clock of a namespace can be set, and everything goes by it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from workato_embedded_mock.instruments.clock import ZONE
from workato_embedded_mock.instruments.namespace_clock import NamespaceClock
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.store.database import open_database

PLACE = "/_mock/clock"
NOON = "2023-11-20T12:00:00Z"
NEW = {"name": "New", "notification_email": "new@example.com"}


@pytest.fixture
def plane(client: httpx.Client) -> Callable[..., httpx.Response]:
    """Answer what sends a request to the control plane in the namespace of the test."""
    root = str(client.base_url).removesuffix("/api/")

    def send(method: str, body: Any = None, path: str = PLACE) -> httpx.Response:
        return client.request(method, root + path, json=body)

    return send


def test_a_frozen_clock_stands_and_is_moved_by_hand(client: httpx.Client, plane: Callable[..., httpx.Response]) -> None:
    """Times that the API answers are those of the clock, to the second."""
    assert plane("PUT", {"now": NOON, "frozen": True}).json() == {
        "now": "2023-11-20T04:00:00.000-08:00",
        "frozen": True,
        "moved": True,
    }
    first, second = (client.post("/managed_users", json=NEW).json()["created_at"] for _ in range(2))
    assert first == second == "2023-11-20T04:00:00.000-08:00"
    plane("PUT", {"advance_seconds": 61.5})
    assert client.post("/managed_users", json=NEW).json()["created_at"] == "2023-11-20T04:01:01.500-08:00"


def test_a_clock_goes_on_from_where_it_was_set(plane: Callable[..., httpx.Response]) -> None:
    """Until it is given back, by DELETE or by a reset."""
    at = datetime.fromisoformat(plane("PUT", {"now": NOON}).json()["now"])
    assert plane("GET").json()["frozen"] is False
    assert 0 <= (datetime.fromisoformat(plane("GET").json()["now"]) - at).total_seconds() < 60
    plane("PUT", {"frozen": True})
    stands = plane("GET").json()
    assert plane("GET").json() == stands
    assert plane("PUT", {"frozen": False}).json()["frozen"] is False
    assert plane("DELETE").json()["moved"] is False
    plane("PUT", {"advance_seconds": 3600})
    assert plane("GET").json()["moved"] is True
    plane("POST", path="/_mock/reset")
    assert plane("GET").json()["moved"] is False


def test_clocks_of_namespaces_are_apart(
    plane: Callable[..., httpx.Response], open_client: Callable[[str], httpx.Client]
) -> None:
    """One that is set leaves the others alone."""
    plane("PUT", {"now": NOON, "frozen": True})
    other = open_client("another-clock")
    assert other.get(str(other.base_url).removesuffix("/api/") + PLACE).json()["moved"] is False


def test_an_invitation_can_be_made_again_after_20_minutes_of_the_clock(
    client: httpx.Client, northwind: str, plane: Callable[..., httpx.Response]
) -> None:
    """Nobody has to wait for it."""
    plane("PUT", {"now": NOON, "frozen": True})
    sent = {"name": "Lou", "email": "lou@example.com", "role_name": "Admin"}
    assert client.post(f"{northwind}/member_invitations", json=sent).status_code == 200
    plane("PUT", {"advance_seconds": 1199})
    refused = client.post(f"{northwind}/member_invitations", json=sent)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    plane("PUT", {"advance_seconds": int(refused.headers["retry-after"])})
    assert client.post(f"{northwind}/member_invitations", json=sent).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/body"),
        ({"now": "noon"}, "/body/now"),
        ({"now": NOON, "advance_seconds": 1}, "/body"),
        ({"advance_seconds": 1e300}, "/body"),
        ({"advance_seconds": "1"}, "/body/advance_seconds"),
        ({"now": "0001-01-01T00:00:00Z"}, "/body"),
        ({"frozen": True, "speed": 2}, "/body"),
    ],
)
def test_a_clock_that_cannot_be_is_refused(plane: Callable[..., httpx.Response], body: Any, pointer: str) -> None:
    """With a reason, and the clock stays as it was."""
    response = plane("PUT", body)
    assert (response.status_code, response.json()["reasons"][0]["pointer"]) == (400, pointer)
    assert plane("GET").json()["moved"] is False


def test_the_namespace_must_be_named(anonymous: httpx.Client) -> None:
    """Else the refusal says how."""
    response = anonymous.get(str(anonymous.base_url).removesuffix("/api/") + PLACE)
    assert response.status_code == 400
    assert "X-Mock-Namespace" in response.json()["message"]


class Ticking:
    """A clock that has gone on whenever it is looked at."""

    def __init__(self) -> None:
        self.looks = 0

    def now(self) -> datetime:
        """Answer the present moment."""
        self.looks += 1
        return datetime(2023, 11, 20, 12, 0, self.looks, tzinfo=ZONE)


def test_a_transaction_happens_at_one_moment(tmp_path: Path) -> None:
    """What is made in one request was made at one time, however slow the machine; who sets the clock sees it go."""
    with (
        closing(open_database(f"sqlite:///{tmp_path / 'mock.db'}")) as database,
        Namespaces(database, {}).transaction("one", write=True) as session,
    ):
        clock = NamespaceClock(session, Ticking())
        assert clock.now() == clock.now()
        before = clock.now()
        clock.advance(60)
        assert (clock.now() - before).total_seconds() >= 60
        clock.reset()
        assert clock.now() != before
