"""With `--simulate-jobs`, running recipes run by themselves as the clock of their namespace moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from workato_embedded_mock import MockServer

CUSTOMER = "/managed_users/Ecust-0042"
RUNNING, STOPPED = 9001, 9002
START = "2026-01-05T12:00:00Z"


@pytest.fixture(scope="module")
def minutely() -> Iterator[MockServer]:
    """Run a server on which each running recipe runs once a minute."""
    with MockServer(simulate_jobs=60) as server:
        yield server


@pytest.fixture
def client(minutely: MockServer, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Answer a client of a namespace whose clock stands still."""
    headers = {"Authorization": f"Bearer {request.node.name}"}
    with httpx.Client(base_url=minutely.url, headers=headers) as client:
        _clock(client, now=START, frozen=True)
        yield client


def test_a_running_recipe_runs_as_often_as_time_allows(client: httpx.Client) -> None:
    """Three minutes are three jobs, each at its minute, counted on the recipe; a stopped recipe has none."""
    before = client.get(f"{CUSTOMER}/recipes/{RUNNING}").json()
    stopped = _jobs(client, STOPPED)
    _clock(client, advance_seconds=60 * 3 + 59)
    jobs = _jobs(client, RUNNING)[:3]
    assert [job["completed_at"] for job in jobs] == [f"2026-01-05T12:0{minute}:00.000Z" for minute in (3, 2, 1)]
    after = client.get(f"{CUSTOMER}/recipes/{RUNNING}").json()
    assert after["job_succeeded_count"] == before["job_succeeded_count"] + 3
    assert after["last_run_at"] == "2026-01-05T04:03:00.000-08:00"
    assert _jobs(client, STOPPED) == stopped


def test_tasks_count_for_the_month_in_which_they_were_done(client: httpx.Client) -> None:
    """Also where two months are made up for at once."""
    _clock(client, now="2026-01-31T23:57:30-08:00")
    _jobs(client, RUNNING)
    before = client.get("/managed_users/usage").json()["result"]["512044"]["2026-01"]
    _clock(client, advance_seconds=60 * 5)
    usage = client.get("/managed_users/usage").json()["result"]["512044"]
    # Those of the seed count for the running month.
    january, february = usage["2026-01"] - (before - 1203), usage["2026-02"] - 1203
    assert january > 0
    assert (january * 3, client.get(CUSTOMER).json()["task_count"]) == (february * 2, before + january + february)


def test_no_time_no_job(client: httpx.Client) -> None:
    """Calls alone make none."""
    before = _jobs(client, RUNNING)
    _clock(client, advance_seconds=59)
    assert _jobs(client, RUNNING) == before


def test_a_recipe_runs_from_its_start_to_its_stop(client: httpx.Client) -> None:
    """Stopped, it makes up for nothing; started again, it waits a minute from then."""
    client.put(f"{CUSTOMER}/recipes/{RUNNING}/stop")
    before = _jobs(client, RUNNING)
    _clock(client, advance_seconds=600)
    assert client.put(f"{CUSTOMER}/recipes/{RUNNING}/start").json() == {"success": True}
    _clock(client, advance_seconds=59)
    assert _jobs(client, RUNNING) == before
    _clock(client, advance_seconds=1)
    assert len(_jobs(client, RUNNING)) == len(before) + 1


def test_a_year_does_not_make_half_a_million_jobs(client: httpx.Client) -> None:
    """The latest 1,000 are made."""
    before = client.get(f"{CUSTOMER}/recipes/{RUNNING}").json()["job_succeeded_count"]
    _clock(client, now="2027-01-05T12:00:00Z", frozen=True)
    assert client.get(f"{CUSTOMER}/recipes/{RUNNING}").json()["job_succeeded_count"] == before + 1000
    assert _jobs(client, RUNNING)[0]["completed_at"] == "2027-01-05T12:00:00.000Z"


def test_two_runs_of_one_test_see_the_same_jobs(minutely: MockServer) -> None:
    """Ids and times are a matter of the seed and the clock."""
    seen = []
    for token in ("one", "other"):
        with httpx.Client(base_url=minutely.url, headers={"Authorization": f"Bearer {token}"}) as client:
            _clock(client, now=START, frozen=True)
            _clock(client, advance_seconds=300)
            seen.append(_jobs(client, RUNNING))
    assert seen[0] == seen[1]


def _clock(client: httpx.Client, **body: Any) -> None:
    root = str(client.base_url).removesuffix("/api/")
    client.put(f"{root}/_mock/clock", json=body).raise_for_status()


def _jobs(client: httpx.Client, recipe: int) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = client.get(f"{CUSTOMER}/recipes/{recipe}/jobs").json()["items"]
    return listed
