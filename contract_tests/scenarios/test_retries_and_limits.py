"""The client retries after faults, respects rate limits, and writes nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded import InternalServerError, RateLimiter, RateLimitError, RetryEvent, WorkatoEmbedded
from workato_embedded_mock import MockServer


@pytest.fixture
def control(base_url: str, token: str) -> Iterator[httpx2.Client]:
    """Yield an HTTP client for the control plane of the test's namespace."""
    root = base_url.removesuffix("/api")
    with httpx2.Client(base_url=f"{root}/_mock", headers={"Authorization": f"Bearer {token}"}) as http:
        yield http


def set_fault(control: httpx2.Client, **rule: Any) -> None:
    """Set one fault."""
    control.put("/faults", json={"rules": [rule]}).raise_for_status()


def test_a_temporary_fault_is_retried(base_url: str, token: str, control: httpx2.Client) -> None:
    """The client retries twice after a 503 and then succeeds; only the hook sees the retries."""
    set_fault(control, operation_id="list_managed_users", phase="before", status=503, times=2)
    retries: list[RetryEvent] = []
    with WorkatoEmbedded(token, base_url=base_url, on_retry=retries.append, sleep=lambda _: None) as client:
        assert client.managed_users.list().items
    assert [event.reason for event in retries] == ["503", "503"]


def test_a_post_is_not_retried_after_a_500(base_url: str, token: str, control: httpx2.Client) -> None:
    """The client raises the 500 of a POST that was carried out, and does not send it again."""
    set_fault(control, operation_id="create_managed_user", phase="after", status=500, times=1)
    with WorkatoEmbedded(token, base_url=base_url, sleep=lambda _: None) as client:
        with pytest.raises(InternalServerError):
            client.managed_users.create(name="Once", notification_email="ops@example.com")
        assert [customer.name for customer in client.managed_users.list()].count("Once") == 1


class Time:
    """The clock of a client and of its namespace, which advances when the client waits."""

    def __init__(self, root_url: str, token: str) -> None:
        self.now = 0.0
        self._url, self._headers = f"{root_url}/_mock/clock", {"Authorization": f"Bearer {token}"}
        self._put({"now": "2023-11-20T12:00:00Z", "frozen": True})

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Advance both clocks."""
        self.now += seconds
        self._put({"advance_seconds": round(seconds + 0.5)})

    def _put(self, change: dict[str, Any]) -> None:
        httpx2.put(self._url, headers=self._headers, json=change).raise_for_status()


@pytest.fixture
def limited() -> Iterator[MockServer]:
    """Run a server with the documented rate limits, and yield it."""
    with MockServer(rate_limits="documented") as server:
        yield server


def test_a_rate_limited_client_gets_no_429(limited: MockServer) -> None:
    """A client with the documented limits makes more calls than two minutes allow without a 429."""
    time, retries = Time(limited.root_url, "rate-limited"), list[RetryEvent]()
    with WorkatoEmbedded(
        "rate-limited",
        base_url=limited.url,
        rate_limits=RateLimiter(clock=time),
        sleep=time.sleep,
        on_retry=retries.append,
    ) as client:
        for _ in range(125):
            client.managed_users.get("Ecust-0042")
    assert retries == []
    assert 120 <= time.now < 125


def test_a_client_waits_after_a_429(limited: MockServer) -> None:
    """A client without rate limiting waits for `Retry-After` after a 429, or raises if it has no retries left."""
    time, retries = Time(limited.root_url, "unlimited"), list[RetryEvent]()
    with WorkatoEmbedded("unlimited", base_url=limited.url, sleep=time.sleep, on_retry=retries.append) as client:
        for _ in range(61):
            client.managed_users.get("Ecust-0042")
        assert [event.reason for event in retries] == ["429"]
        for _ in range(59):
            client.managed_users.get("Ecust-0042")
        with pytest.raises(RateLimitError) as caught:
            client.with_options(max_retries=0).managed_users.get("Ecust-0042")
    assert caught.value.retry_after is not None
