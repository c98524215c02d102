"""Rate limits use the clock of the namespace, so that a test advances the time instead of waiting."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx2
import pytest
from workato_embedded_mock import ControlError, MockServer, WorkatoMock


@pytest.fixture
def http(workato_mock: WorkatoMock) -> Iterator[httpx2.Client]:
    """Return an HTTP client of a namespace whose clock is frozen."""
    workato_mock.clock.freeze("2026-01-05T12:00:00Z")
    with workato_mock.http() as client:
        yield client


def statuses(http: httpx2.Client, count: int, path: str = "/managed_users/512044/properties?prefix=x") -> list[int]:
    """Send a number of requests, and return the statuses."""
    return [http.get(path).status_code for _ in range(count)]


def test_there_are_no_limits_by_default(http: httpx2.Client) -> None:
    """Without a rate limit setting any number of requests is served."""
    assert set(statuses(http, 70)) == {200}


def test_the_documented_limit_counts_by_operation(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """Above its limit an operation returns the documented 429 with `Retry-After`; other operations are not affected."""
    workato_mock.limits.set("documented")
    assert set(statuses(http, 1000)) == {200}
    workato_mock.clock.advance(20.5)
    rejected = http.get("/managed_users/512044/properties?prefix=x")
    assert (rejected.status_code, rejected.json()) == (429, {"message": "Too many requests"})
    assert rejected.headers["retry-after"] == "40"
    (reason,) = json.loads(rejected.headers["x-mock-reason"])
    expected = "the limit of list_properties (1000/min, documented) is reached; it can be requested again in 40 s"
    assert reason == {"pointer": "", "keyword": "rateLimit", "text": expected}
    assert http.get("/managed_users").status_code == 200
    workato_mock.clock.advance(39.5)
    assert http.get("/managed_users/512044/properties?prefix=x").status_code == 200
    assert workato_mock.limits.counted == {"list_properties": 1, "list_managed_users": 1}


def test_a_custom_limit_applies_to_each_operation(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """A custom rate limit applies to each operation, starts again each minute, and can be reset."""
    workato_mock.limits.set("2/min")
    for _ in range(2):
        assert statuses(http, 3, "/managed_users") == [200, 200, 429]
        rejected = http.get("/managed_users")
        assert "the limit of list_managed_users (2/min) is reached" in rejected.headers["x-mock-reason"]
        workato_mock.clock.advance(60)
    workato_mock.limits.reset()
    assert set(statuses(http, 4, "/managed_users")) == {200}


def test_setting_the_clock_back_ends_the_window(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """A clock that is set back starts a new window, instead of waiting for the end of the old one."""
    workato_mock.limits.set("1/min")
    assert statuses(http, 2, "/managed_users") == [200, 429]
    workato_mock.clock.freeze("2025-01-05T12:00:00Z")
    assert statuses(http, 2, "/managed_users") == [200, 429]


def test_a_rate_limited_request_has_no_effect(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """A request that gets 429 creates no object."""
    workato_mock.limits.set("1/min")
    bodies = [{"name": name, "notification_email": "a@example.com"} for name in ("One", "Two")]
    assert [http.post("/managed_users", json=body).status_code for body in bodies] == [200, 429]
    assert [user["name"] for user in http.get("/managed_users").json()["result"]][2:] == ["One"]


def test_a_server_can_have_limits_for_all_namespaces() -> None:
    """Each namespace counts against the limits of the server by itself, and can switch its limits off."""
    with MockServer(rate_limits="1/min") as server:
        for token in ("one", "two"):
            mock = WorkatoMock(server.root_url, token)
            mock.clock.freeze()
            with mock.http() as http:
                assert statuses(http, 2, "/managed_users") == [200, 429]
                mock.limits.set("off")
                assert statuses(http, 2, "/managed_users") == [200, 200]
            mock.close()


@pytest.mark.parametrize("setting", ["", "often", "0/min", "5/sec", "-1/min"])
def test_an_invalid_setting_is_rejected(workato_mock: WorkatoMock, setting: str) -> None:
    """An invalid rate limit setting is rejected, and the previous setting stays active."""
    workato_mock.limits.set("5/min")
    with pytest.raises(ControlError, match="expected off, documented or N/min"):
        workato_mock.limits.set(setting)
    assert workato_mock.call("GET", "limits")["rate_limits"] == "5/min"
