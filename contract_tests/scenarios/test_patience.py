"""A patient client gets through what the mock puts in its way, and writes nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from workato_embedded import InternalServerError, RateLimiter, RateLimitError, RetryEvent, WorkatoEmbedded
from workato_embedded_mock import MockServer


@pytest.fixture
def control(base_url: str, token: str) -> Iterator[httpx.Client]:
    """The control plane of the test's namespace."""
    root = base_url.removesuffix("/api")
    with httpx.Client(base_url=f"{root}/_mock", headers={"Authorization": f"Bearer {token}"}) as http:
        yield http


def arm(control: httpx.Client, **rule: Any) -> None:
    """Arm one fault."""
    control.put("/faults", json={"rules": [rule]}).raise_for_status()


def test_a_fault_that_passes_is_not_noticed(base_url: str, token: str, control: httpx.Client) -> None:
    """Two answers that are 503 are followed by the one that was asked for; only the hook knows."""
    arm(control, operation_id="list_managed_users", phase="before", status=503, times=2)
    told: list[RetryEvent] = []
    with WorkatoEmbedded(token, base_url=base_url, on_retry=told.append, sleep=lambda _: None) as client:
        assert client.managed_users.list().items
    assert [event.reason for event in told] == ["503", "503"]


def test_a_customer_is_not_made_twice(base_url: str, token: str, control: httpx.Client) -> None:
    """When the answer to a POST is lost after it was carried out, the client raises and does not send it again."""
    arm(control, operation_id="create_managed_user", phase="after", status=500, times=1)
    with WorkatoEmbedded(token, base_url=base_url, sleep=lambda _: None) as client:
        with pytest.raises(InternalServerError):
            client.managed_users.create(name="Once", notification_email="ops@example.com")
        assert [customer.name for customer in client.managed_users.list()].count("Once") == 1


class Time:
    """The time of a client and of its namespace, which goes on when the client waits."""

    def __init__(self, root_url: str, token: str) -> None:
        self.now = 0.0
        self._url, self._headers = f"{root_url}/_mock/clock", {"Authorization": f"Bearer {token}"}
        self._put({"now": "2023-11-20T12:00:00Z", "frozen": True})

    def __call__(self) -> float:
        """Return the client's time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time go on, here and there."""
        self.now += seconds
        self._put({"advance_seconds": round(seconds + 0.5)})

    def _put(self, change: dict[str, Any]) -> None:
        httpx.put(self._url, headers=self._headers, json=change).raise_for_status()


@pytest.fixture
def limited() -> Iterator[MockServer]:
    """A server that holds its callers to the documented limits."""
    with MockServer(rate_limits="documented") as server:
        yield server


def test_a_paced_client_meets_no_limit(limited: MockServer) -> None:
    """With the documented limits on both sides, more calls than fit into two minutes are answered at the first try."""
    time, told = Time(limited.root_url, "paced"), list[RetryEvent]()
    with WorkatoEmbedded(
        "paced",
        base_url=limited.url,
        rate_limits=RateLimiter(clock=time),
        sleep=time.sleep,
        on_retry=told.append,
    ) as client:
        for _ in range(125):
            client.managed_users.get("Ecust-0042")
    assert told == []
    assert 120 <= time.now < 125


def test_a_hasty_client_is_told_to_wait_and_does(limited: MockServer) -> None:
    """Without pacing the limit is met; the client waits as long as Retry-After says, or raises if it may not repeat."""
    time, told = Time(limited.root_url, "hasty"), list[RetryEvent]()
    with WorkatoEmbedded("hasty", base_url=limited.url, sleep=time.sleep, on_retry=told.append) as client:
        for _ in range(61):
            client.managed_users.get("Ecust-0042")
        assert [event.reason for event in told] == ["429"]
        for _ in range(59):
            client.managed_users.get("Ecust-0042")
        with pytest.raises(RateLimitError) as caught:
            client.with_options(max_retries=0).managed_users.get("Ecust-0042")
    assert caught.value.retry_after is not None
