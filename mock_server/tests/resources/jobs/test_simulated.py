"""With `--simulate-jobs`, running recipes have new jobs when the clock of their namespace moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer

CUSTOMER = "/managed_users/Ecust-0042"
RUNNING, STOPPED = 9001, 9002
START = "2026-01-05T12:00:00Z"


@pytest.fixture(scope="module")
def every_minute() -> Iterator[MockServer]:
    """Run a server on which each running recipe runs once a minute."""
    with MockServer(simulate_jobs=60) as server:
        yield server


@pytest.fixture
def client(every_minute: MockServer, request: pytest.FixtureRequest) -> Iterator[httpx2.Client]:
    """Return a client of a namespace whose clock is frozen."""
    headers = {"Authorization": f"Bearer {request.node.name}"}
    with httpx2.Client(base_url=every_minute.url, headers=headers) as client:
        _clock(client, now=START, frozen=True)
        yield client


def test_a_running_recipe_has_a_job_for_each_interval(client: httpx2.Client) -> None:
    """In three minutes a running recipe has three jobs, each at its minute, and a stopped recipe has none."""
    before = client.get(f"{CUSTOMER}/recipes/{RUNNING}").json()
    stopped = _jobs(client, STOPPED)
    _clock(client, advance_seconds=60 * 3 + 59)
    jobs = _jobs(client, RUNNING)[:3]
    assert [job["completed_at"] for job in jobs] == [f"2026-01-05T12:0{minute}:00.000Z" for minute in (3, 2, 1)]
    after = client.get(f"{CUSTOMER}/recipes/{RUNNING}").json()
    assert after["job_succeeded_count"] == before["job_succeeded_count"] + 3
    assert after["last_run_at"] == "2026-01-05T04:03:00.000-08:00"
    assert _jobs(client, STOPPED) == stopped


def test_tasks_count_in_the_month_in_which_they_ran(client: httpx2.Client) -> None:
    """Jobs of two months that are made at once count in their own months."""
    _clock(client, now="2026-01-31T23:57:30-08:00")
    _jobs(client, RUNNING)
    before = client.get("/managed_users/usage").json()["result"]["512044"]["2026-01"]
    _clock(client, advance_seconds=60 * 5)
    usage = client.get("/managed_users/usage").json()["result"]["512044"]
    # The tasks of the seed count in the current month.
    january, february = usage["2026-01"] - (before - 1203), usage["2026-02"] - 1203
    assert january > 0
    assert (january * 3, client.get(CUSTOMER).json()["task_count"]) == (february * 2, before + january + february)


def test_no_job_is_made_before_the_interval_ends(client: httpx2.Client) -> None:
    """Requests alone do not make jobs; only time does."""
    before = _jobs(client, RUNNING)
    _clock(client, advance_seconds=59)
    assert _jobs(client, RUNNING) == before


def test_a_recipe_runs_only_between_start_and_stop(client: httpx2.Client) -> None:
    """A stopped recipe has no jobs for the time in which it was stopped, and waits a full interval after its start."""
    client.put(f"{CUSTOMER}/recipes/{RUNNING}/stop")
    before = _jobs(client, RUNNING)
    _clock(client, advance_seconds=600)
    assert client.put(f"{CUSTOMER}/recipes/{RUNNING}/start").json() == {"success": True}
    _clock(client, advance_seconds=59)
    assert _jobs(client, RUNNING) == before
    _clock(client, advance_seconds=1)
    assert len(_jobs(client, RUNNING)) == len(before) + 1


def test_at_most_1000_jobs_are_made_at_once(client: httpx2.Client) -> None:
    """After a year only the latest 1,000 jobs are made."""
    before = client.get(f"{CUSTOMER}/recipes/{RUNNING}").json()["job_succeeded_count"]
    _clock(client, now="2027-01-05T12:00:00Z", frozen=True)
    assert client.get(f"{CUSTOMER}/recipes/{RUNNING}").json()["job_succeeded_count"] == before + 1000
    assert _jobs(client, RUNNING)[0]["completed_at"] == "2027-01-05T12:00:00.000Z"


def test_two_runs_of_a_test_have_the_same_jobs(every_minute: MockServer) -> None:
    """Ids and times of simulated jobs depend only on the seed and the clock."""
    seen = []
    for token in ("one", "other"):
        with httpx2.Client(base_url=every_minute.url, headers={"Authorization": f"Bearer {token}"}) as client:
            _clock(client, now=START, frozen=True)
            _clock(client, advance_seconds=300)
            seen.append(_jobs(client, RUNNING))
    assert seen[0] == seen[1]


def _clock(client: httpx2.Client, **body: Any) -> None:
    root = str(client.base_url).removesuffix("/api/")
    client.put(f"{root}/_mock/clock", json=body).raise_for_status()


def _jobs(client: httpx2.Client, recipe: int) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = client.get(f"{CUSTOMER}/recipes/{recipe}/jobs").json()["items"]
    return listed
