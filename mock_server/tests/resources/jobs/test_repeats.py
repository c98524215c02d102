"""Repeated jobs become new jobs, which are pending at first."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

RECIPE = "/managed_users/512044/recipes/9001"
FAILED, SUCCEEDED = "j-AAAAAAAA-AAAAA2", "j-AAAAAAAA-AAAAA1"


@pytest.fixture
def client(client: httpx2.Client) -> httpx2.Client:
    """Return a client of a namespace whose clock is frozen."""
    advance(client, now="2026-01-31T18:00:00Z", frozen=True)
    return client


def advance(client: httpx2.Client, **change: Any) -> None:
    """Change the clock of the namespace."""
    url = f"{str(client.base_url).removesuffix('/api/')}/_mock/clock"
    assert client.put(url, json=change).status_code == 200


def repeat(client: httpx2.Client, *job_ids: str) -> list[dict[str, Any]]:
    """Repeat jobs, and return the results."""
    response = client.post(f"{RECIPE}/repeat_jobs", json={"job_ids": job_ids})
    assert response.status_code == 200
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def jobs(client: httpx2.Client, **query: str) -> dict[str, Any]:
    """Return a page of jobs of the recipe."""
    page: dict[str, Any] = client.get(f"{RECIPE}/jobs", params=query).json()
    return page


def test_a_repeated_job_is_pending_and_then_succeeds(client: httpx2.Client) -> None:
    """A repeated job is a new job of the original, which is pending for three seconds and is counted afterwards."""
    tasks = client.get("/managed_users/512044").json()["task_count"]
    assert repeat(client, FAILED) == [{"job_id": FAILED, "status": "enqueued"}]
    (rerun,) = jobs(client, rerun_only="true")["items"]
    assert (rerun["status"], rerun["completed_at"], rerun["master_job_id"]) == ("pending", None, FAILED)
    assert (rerun["started_at"], rerun["title"]) == ("2026-01-31T18:00:00.000Z", "New order: 1002")
    assert [job["id"] for job in jobs(client, status="pending")["items"]] == [rerun["id"]]
    recipe = client.get(RECIPE).json()
    assert (recipe["job_succeeded_count"], recipe["last_run_at"]) == (1, "2026-01-31T10:00:00.000-08:00")
    advance(client, advance_seconds=3)
    detail = client.get(f"{RECIPE}/jobs/{rerun['id']}").json()
    assert (detail["status"], detail["completed_at"]) == ("succeeded", "2026-01-31T18:00:03.000Z")
    assert (detail["is_repeat"], detail["master_job_handle"], len(detail["lines"])) == (True, FAILED, 2)
    page = jobs(client)
    assert (page["job_succeeded_count"], page["job_failed_count"], page["job_count"]) == (2, 1, 3)
    assert client.get(RECIPE).json()["job_succeeded_count"] == 2
    assert client.get(f"{RECIPE.rpartition('/')[0]}").json()["result"][1]["job_succeeded_count"] == 2
    assert client.get("/managed_users/512044").json()["task_count"] == tasks + 1


def test_a_job_that_cannot_be_repeated_fails_alone(client: httpx2.Client) -> None:
    """Unknown and pending jobs fail with a text and a note, and the other jobs of the request are repeated."""
    repeat(client, SUCCEEDED)
    pending = jobs(client, status="pending")["items"][0]["id"]
    response = client.post(f"{RECIPE}/repeat_jobs", json={"job_ids": [pending, "j-unknown", SUCCEEDED]})
    assert response.json()["results"] == [
        {"job_id": pending, "status": "failed", "error": "Job has not completed"},
        {"job_id": "j-unknown", "status": "failed", "error": "Job not found"},
        {"job_id": SUCCEEDED, "status": "enqueued"},
    ]
    assert "/body/job_ids/1" in response.headers["X-Mock-Reason"]
    assert jobs(client)["job_count"] == 4


def test_a_rerun_of_a_rerun_has_the_first_job_as_original(client: httpx2.Client) -> None:
    """The original of a repeated rerun is the job that was repeated first."""
    repeat(client, FAILED)
    advance(client, advance_seconds=3)
    repeat(client, jobs(client)["items"][0]["id"])
    assert {job["master_job_id"] for job in jobs(client, rerun_only="true")["items"]} == {FAILED}


def test_a_job_can_be_repeated_100_times(client: httpx2.Client) -> None:
    """After 100 reruns of a job, the next one fails, and the recipe has no more jobs."""
    for _ in range(4):
        assert {result["status"] for result in repeat(client, *[FAILED] * 25)} == {"enqueued"}
    assert repeat(client, FAILED, SUCCEEDED) == [
        {"job_id": FAILED, "status": "failed", "error": "Job has been repeated 100 times"},
        {"job_id": SUCCEEDED, "status": "enqueued"},
    ]
    page = jobs(client, rerun_only="true")
    assert (page["job_count"], page["job_scope_count"]) == (103, 101)


def test_jobs_of_a_stopped_recipe_can_be_repeated(client: httpx2.Client) -> None:
    """A recipe need not run for its jobs to be repeated."""
    client.put(f"{RECIPE}/stop")
    assert repeat(client, FAILED)[0]["status"] == "enqueued"


@pytest.mark.parametrize("job_ids", [None, [], [FAILED] * 26, [{}], FAILED])
def test_an_invalid_list_of_jobs_is_rejected(client: httpx2.Client, job_ids: object) -> None:
    """No jobs, more than 25, and values that are not ids are rejected with 400, and nothing is repeated."""
    assert client.post(f"{RECIPE}/repeat_jobs", json={"job_ids": job_ids}).status_code == 400
    assert jobs(client)["job_count"] == 2


def test_the_recipe_of_another_customer_is_not_found(client: httpx2.Client) -> None:
    """Jobs can be repeated only below the customer of their recipe."""
    path = "/managed_users/512101/recipes/9001/repeat_jobs"
    assert client.post(path, json={"job_ids": [FAILED]}).status_code == 404
