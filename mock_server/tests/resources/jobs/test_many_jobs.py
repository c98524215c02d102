"""Lists of many jobs have the same counters and pages as short ones."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

CUSTOMER = "/managed_users/512044"
RECIPE = f"{CUSTOMER}/recipes/9001"


@pytest.fixture
def client(client: httpx2.Client) -> httpx2.Client:
    """Return a client of a namespace whose clock is frozen, with more jobs than a list reads without an index."""
    control(client, "PUT", "clock", now="2026-01-31T18:00:00Z", frozen=True)
    for status, count in (("succeeded", 1_000), ("failed", 30), ("succeeded", 100)):
        control(client, "POST", "jobs", managed_user_id="512044", recipe_id=9001, status=status, count=count)
    return client


def control(client: httpx2.Client, method: str, path: str, **body: Any) -> None:
    """Send a request to the control plane."""
    url = f"{str(client.base_url).removesuffix('/api/')}/_mock/{path}"
    client.request(method, url, json=body).raise_for_status()


def jobs(client: httpx2.Client, **query: Any) -> dict[str, Any]:
    """Return a page of jobs of the recipe."""
    page: dict[str, Any] = client.get(f"{RECIPE}/jobs", params=query).raise_for_status().json()
    return page


def counters(client: httpx2.Client, **query: Any) -> tuple[int, ...]:
    """Return the counters of a list: succeeded, failed, all, and those in the list."""
    page = jobs(client, **query)
    names = ("job_succeeded_count", "job_failed_count", "job_count", "job_scope_count")
    return tuple(page[name] for name in names)


def test_counters_of_many_jobs_follow_the_clock(client: httpx2.Client) -> None:
    """Jobs that the API enqueues count as pending until they end, and then by their outcome, in each of many reads."""
    failed = [job["id"] for job in jobs(client, status="failed")["items"][:3]]
    client.post(f"{RECIPE}/repeat_jobs", json={"job_ids": failed}).raise_for_status()
    for _ in range(3):
        assert counters(client) == (1_101, 31, 1_135, 1_135)
        assert counters(client, status="pending") == (1_101, 31, 1_135, 3)
        assert counters(client, status="succeeded", rerun_only="true") == (1_101, 31, 1_135, 0)
        assert counters(client, rerun_only="true") == (1_101, 31, 1_135, 3)
    control(client, "PUT", "clock", advance_seconds=3)
    for _ in range(3):
        assert counters(client) == (1_104, 31, 1_135, 1_135)
        assert counters(client, status="pending") == (1_104, 31, 1_135, 0)
        assert counters(client, status="succeeded", rerun_only="true") == (1_104, 31, 1_135, 3)
        assert len(jobs(client, rerun_only="true")["items"]) == 3


def test_pages_of_many_jobs_continue_after_a_run(client: httpx2.Client) -> None:
    """Pages of failed jobs go on in both directions, also among many jobs that succeeded."""
    first = jobs(client, status="failed")["items"]
    runs = [job["flow_run_id"] for job in first]
    assert (len(runs), runs) == (25, sorted(runs, reverse=True))
    second = jobs(client, status="failed", offset_run_id=runs[-1])["items"]
    assert [job["status"] for job in second] == ["failed"] * 6
    assert jobs(client, status="failed", offset_run_id=second[0]["flow_run_id"], prev="true")["items"] == first


def test_a_recipe_without_jobs_has_none_next_to_one_with_many(client: httpx2.Client) -> None:
    """Counters are those of the recipe, also when another recipe with many jobs is read and then deleted."""
    other = f"{CUSTOMER}/recipes/9002/jobs"
    for _ in range(2):
        counters(client)
        assert client.get(other).json()["job_count"] == 0
    client.put(f"{RECIPE}/stop").raise_for_status()
    assert client.delete(RECIPE).json() == {"success": True}
    assert client.get(f"{RECIPE}/jobs").status_code == 404
    assert client.get(other).json()["job_count"] == 0
