"""Rate limits count on the clock of the namespace, so that a test moves the time and does not wait."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from workato_embedded_mock import ControlError, MockServer, WorkatoMock


@pytest.fixture
def http(workato_mock: WorkatoMock) -> Iterator[httpx.Client]:
    """Answer a plain client of a namespace whose clock stands still."""
    workato_mock.clock.freeze("2026-01-05T12:00:00Z")
    with workato_mock.http() as client:
        yield client


def statuses(http: httpx.Client, count: int, path: str = "/managed_users/512044/properties?prefix=x") -> list[int]:
    """Ask so many times, and answer the statuses."""
    return [http.get(path).status_code for _ in range(count)]


def test_there_are_no_limits_unless_they_are_asked_for(http: httpx.Client) -> None:
    """As many requests as one likes."""
    assert set(statuses(http, 70)) == {200}


def test_the_documented_limit_is_counted_by_operation(workato_mock: WorkatoMock, http: httpx.Client) -> None:
    """The one after the last gets 429 with the documented body and the seconds to wait; another operation does not."""
    workato_mock.limits.set("documented")
    assert set(statuses(http, 1000)) == {200}
    workato_mock.clock.advance(20.5)
    refused = http.get("/managed_users/512044/properties?prefix=x")
    assert (refused.status_code, refused.json()) == (429, {"message": "Too many requests"})
    assert refused.headers["retry-after"] == "40"
    assert "the limit of list_properties is reached" in refused.headers["x-mock-reason"]
    assert http.get("/managed_users").status_code == 200
    workato_mock.clock.advance(39.5)
    assert http.get("/managed_users/512044/properties?prefix=x").status_code == 200
    assert workato_mock.limits.counted == {"list_properties": 1, "list_managed_users": 1}


def test_a_limit_of_ones_own(workato_mock: WorkatoMock, http: httpx.Client) -> None:
    """For each operation, over and over."""
    workato_mock.limits.set("2/min")
    for _ in range(2):
        assert statuses(http, 4, "/managed_users") == [200, 200, 429, 429]
        workato_mock.clock.advance(60)
    workato_mock.limits.reset()
    assert set(statuses(http, 4, "/managed_users")) == {200}


def test_a_clock_that_is_set_back_ends_the_window(workato_mock: WorkatoMock, http: httpx.Client) -> None:
    """Or it would stay closed for as long."""
    workato_mock.limits.set("1/min")
    assert statuses(http, 2, "/managed_users") == [200, 429]
    workato_mock.clock.freeze("2025-01-05T12:00:00Z")
    assert statuses(http, 2, "/managed_users") == [200, 429]


def test_a_refused_request_does_nothing(workato_mock: WorkatoMock, http: httpx.Client) -> None:
    """What comes too often is not carried out."""
    workato_mock.limits.set("1/min")
    bodies = [{"name": name, "notification_email": "a@example.com"} for name in ("One", "Two")]
    assert [http.post("/managed_users", json=body).status_code for body in bodies] == [200, 429]
    assert [user["name"] for user in http.get("/managed_users").json()["result"]][2:] == ["One"]


def test_the_server_can_have_limits_for_all() -> None:
    """Each namespace counts for itself, and can be freed."""
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
def test_a_setting_that_is_none_is_refused(workato_mock: WorkatoMock, setting: str) -> None:
    """And the one before stays."""
    workato_mock.limits.set("5/min")
    with pytest.raises(ControlError, match="expected off, documented or N/min"):
        workato_mock.limits.set(setting)
    assert workato_mock.call("GET", "limits")["rate_limits"] == "5/min"
