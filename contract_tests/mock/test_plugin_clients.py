"""The clients that the fixtures of the pytest plugin offer: their sleeping, event loops and proxies."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import NoReturn

import pytest
from workato_embedded import RateLimitError
from workato_embedded_mock import ControlError, WorkatoMock


@pytest.fixture(params=["process", "socket"])
def mock(request: pytest.FixtureRequest, workato_mock: WorkatoMock, workato_mock_server: WorkatoMock) -> WorkatoMock:
    """Return a mock in this process, and one with a port. The latter keeps what earlier tests have set."""
    workato_mock_server.reset()
    return workato_mock if request.param == "process" else workato_mock_server


@pytest.fixture(autouse=True)
def _no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail tests that sleep."""

    def fail(*_: object) -> NoReturn:
        raise AssertionError("a client sleeps")

    monkeypatch.setattr(time, "sleep", fail)
    monkeypatch.setattr("workato_embedded._runtime.loop.sleep", fail)
    monkeypatch.setattr("workato_embedded._runtime.base_client.sleep", fail)


@pytest.mark.parametrize("frozen", [True, False])
def test_a_retry_after_a_rate_limit_takes_no_time(mock: WorkatoMock, frozen: bool) -> None:
    """The client retries after `Retry-After` on the clock of the namespace, whether that clock runs or is frozen."""
    mock.limits.set("1/min")
    if frozen:
        mock.clock.freeze("2026-01-05T12:00:00Z")
    before = mock.clock.now
    for _ in range(3):
        mock.client.managed_users.get(512044)
    assert [entry["status"] for entry in mock.journal.entries()] == [200, 429, 200, 429, 200]
    passed = mock.clock.now - before
    assert passed == timedelta(minutes=2) if frozen else passed >= timedelta(minutes=2)
    with pytest.raises(RateLimitError):
        mock.client.with_options(max_retries=0).managed_users.get(512044)


def test_the_asynchronous_client_sleeps_on_the_clock_too(mock: WorkatoMock) -> None:
    """The asynchronous client advances the clock before a retry."""
    mock.limits.set("1/min")
    mock.clock.freeze("2026-01-05T12:00:00Z")

    async def get_twice() -> None:
        for _ in range(2):
            await mock.async_client.managed_users.get(512044)

    before = mock.clock.now
    asyncio.run(get_twice())
    assert mock.clock.now - before == timedelta(minutes=1)


def test_the_asynchronous_client_works_in_several_event_loops(mock: WorkatoMock) -> None:
    """The same asynchronous client works in one event loop after another, also after a block that closed it."""

    async def count() -> int:
        return len((await mock.async_client.managed_users.list()).items)

    async def count_in_a_block() -> int:
        async with mock.async_client as client:
            return len([user async for user in client.managed_users.list()])

    assert [asyncio.run(each()) for each in (count, count_in_a_block, count, count_in_a_block, count)] == [2] * 5


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_clients_ignore_proxies_for_this_machine(
    workato_mock_server: WorkatoMock, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """All clients of a mock on this machine connect to it directly, whatever proxy the environment names."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    mock = WorkatoMock(workato_mock_server.root_url.replace("127.0.0.1", host), f"proxy-{host}")

    async def count() -> int:
        return len((await mock.async_client.managed_users.list()).items)

    with mock.http() as http:
        assert http.get("/managed_users").json()["count"] == 2
    assert mock.client.managed_users.list().total == asyncio.run(count()) == 2
    mock.close()


def test_unknown_filters_of_the_journal_raise(mock: WorkatoMock) -> None:
    """A filter that the journal does not have raises an error that lists those that it has."""
    known = "operation, status, method, path, unmatched, rejected, wrote, limit"
    expected = f"unknown query parameter operation_id: expected {known}"
    with pytest.raises(ControlError, match=expected):
        mock.journal.entries(operation_id="list_managed_users")
    with pytest.raises(ControlError, match=expected):
        mock.journal.count(operation_id="list_managed_users")
