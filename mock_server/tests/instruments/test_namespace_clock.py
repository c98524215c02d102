"""The clock of a namespace can be set, and determines all times of the API."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded_mock.instruments.clock import ZONE
from workato_embedded_mock.instruments.namespace_clock import NamespaceClock
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.store.database import open_database

PATH = "/_mock/clock"
NOON = "2023-11-20T12:00:00Z"
NEW = {"name": "New", "notification_email": "new@example.com"}


@pytest.fixture
def control(client: httpx2.Client) -> Callable[..., httpx2.Response]:
    """Return a function that sends a request to the control plane in the namespace of the test."""
    root = str(client.base_url).removesuffix("/api/")

    def send(method: str, body: Any = None, path: str = PATH) -> httpx2.Response:
        return client.request(method, root + path, json=body)

    return send


def test_a_frozen_clock_moves_only_on_request(client: httpx2.Client, control: Callable[..., httpx2.Response]) -> None:
    """While the clock is frozen, all times of the API are equal until a request moves the clock."""
    assert control("PUT", {"now": NOON, "frozen": True}).json() == {
        "now": "2023-11-20T04:00:00.000-08:00",
        "frozen": True,
        "moved": True,
    }
    first, second = (client.post("/managed_users", json=NEW).json()["created_at"] for _ in range(2))
    assert first == second == "2023-11-20T04:00:00.000-08:00"
    control("PUT", {"advance_seconds": 61.5})
    assert client.post("/managed_users", json=NEW).json()["created_at"] == "2023-11-20T04:01:01.500-08:00"


def test_a_clock_continues_from_the_time_that_was_set(control: Callable[..., httpx2.Response]) -> None:
    """A clock that was set runs from the new time until DELETE or a reset restores the real time."""
    at = datetime.fromisoformat(control("PUT", {"now": NOON}).json()["now"])
    assert control("GET").json()["frozen"] is False
    assert 0 <= (datetime.fromisoformat(control("GET").json()["now"]) - at).total_seconds() < 60
    control("PUT", {"frozen": True})
    frozen_time = control("GET").json()
    assert control("GET").json() == frozen_time
    assert control("PUT", {"frozen": False}).json()["frozen"] is False
    assert control("DELETE").json()["moved"] is False
    control("PUT", {"advance_seconds": 3600})
    assert control("GET").json()["moved"] is True
    control("POST", path="/_mock/reset")
    assert control("GET").json()["moved"] is False


def test_namespaces_have_separate_clocks(
    control: Callable[..., httpx2.Response], open_client: Callable[[str], httpx2.Client]
) -> None:
    """Setting one clock does not change the clock of another namespace."""
    control("PUT", {"now": NOON, "frozen": True})
    other = open_client("another-clock")
    assert other.get(str(other.base_url).removesuffix("/api/") + PATH).json()["moved"] is False


def test_an_invitation_can_be_made_again_after_20_minutes_of_the_clock(
    client: httpx2.Client, northwind: str, control: Callable[..., httpx2.Response]
) -> None:
    """A test advances the clock instead of waiting 20 minutes."""
    control("PUT", {"now": NOON, "frozen": True})
    sent = {"name": "Lou", "email": "lou@example.com", "role_name": "Admin"}
    assert client.post(f"{northwind}/member_invitations", json=sent).status_code == 200
    control("PUT", {"advance_seconds": 1199})
    rejected = client.post(f"{northwind}/member_invitations", json=sent)
    assert (rejected.status_code, rejected.headers["retry-after"]) == (429, "1")
    control("PUT", {"advance_seconds": int(rejected.headers["retry-after"])})
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
def test_an_invalid_clock_is_rejected(control: Callable[..., httpx2.Response], body: Any, pointer: str) -> None:
    """An invalid clock is rejected with the pointer of the invalid value, and the clock does not change."""
    response = control("PUT", body)
    assert (response.status_code, response.json()["reasons"][0]["pointer"]) == (400, pointer)
    assert control("GET").json()["moved"] is False


def test_a_namespace_is_required(anonymous: httpx2.Client) -> None:
    """A request for a clock without a namespace is rejected, and the message names the header."""
    response = anonymous.get(str(anonymous.base_url).removesuffix("/api/") + PATH)
    assert response.status_code == 400
    assert "X-Mock-Namespace" in response.json()["message"]


class TickingClock:
    """A clock that advances by one second whenever it is read."""

    def __init__(self) -> None:
        self.reads = 0

    def now(self) -> datetime:
        """Return the time, one second after the previous one."""
        self.reads += 1
        return datetime(2023, 11, 20, 12, 0, self.reads, tzinfo=ZONE)


def test_a_transaction_has_one_time(tmp_path: Path) -> None:
    """All times of a request are equal, however slow the machine is, unless the request sets the clock."""
    with (
        closing(open_database(f"sqlite:///{tmp_path / 'mock.db'}")) as database,
        Namespaces(database, {}).transaction("one", write=True) as session,
    ):
        clock = NamespaceClock(session, TickingClock())
        assert clock.now() == clock.now()
        before = clock.now()
        clock.advance(60)
        assert (clock.now() - before).total_seconds() >= 60
        clock.reset()
        assert clock.now() != before


def test_the_time_at_an_earlier_moment_is_known() -> None:
    """A clock knows what it showed at a moment of the system clock; of very many changes it keeps the last ones."""
    with closing(open_database("sqlite://")) as database:
        namespaces = Namespaces(database, {})
        with namespaces.transaction("t", write=True) as session:
            clock = NamespaceClock(session, system := SteppedClock())
            start = system.now()
            for _ in range(1_100):
                clock.advance(3600)
            end = system.now()
            assert clock.at(end) - end > timedelta(hours=1_099)
            assert timedelta(hours=1) < clock.at(start) - start < timedelta(hours=200)
            clock.reset()
            assert clock.at(end + timedelta(days=1)) == end + timedelta(days=1)
            assert clock.at(end) - end > timedelta(hours=1_099)


class SteppedClock:
    """A system clock that is a second later each time it is read."""

    def __init__(self) -> None:
        self._time = datetime(2026, 11, 29, tzinfo=ZONE)

    def now(self) -> datetime:
        """Return the next second."""
        self._time += timedelta(seconds=1)
        return self._time
