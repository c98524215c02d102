"""Jobs that tests make and invitations that tests accept appear in the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

RUNNING, STOPPED = 9001, 9002


@pytest.fixture
def control_post(client: httpx2.Client) -> Callable[..., httpx2.Response]:
    """Return a function that posts to the control plane in the namespace of the test."""
    root = str(client.base_url).removesuffix("/api/")
    return lambda path, **body: client.post(f"{root}/_mock/{path}", json=body)


def test_jobs_appear_in_lists_counters_and_usage(
    client: httpx2.Client, northwind: str, control_post: Callable[..., httpx2.Response]
) -> None:
    """Jobs that a test makes appear in the list and in the counters of the recipe, and each action counts as a task."""
    before = client.get(f"{northwind}/recipes/{RUNNING}").json()
    tasks = client.get(northwind).json()["task_count"]
    made = control_post("jobs", managed_user_id="Ecust-0042", recipe_id=RUNNING, count=3).json()["jobs"]
    (failed,) = control_post("jobs", managed_user_id=512044, recipe_id=RUNNING, status="failed").json()["jobs"]
    listed = client.get(f"{northwind}/recipes/{RUNNING}/jobs").json()
    assert [job["id"] for job in listed["items"][:4]] == [failed["id"], *[job["id"] for job in reversed(made)]]
    assert (listed["job_succeeded_count"], listed["job_failed_count"]) == (4, 2)
    after = client.get(f"{northwind}/recipes/{RUNNING}").json()
    assert (after["job_succeeded_count"], after["job_failed_count"]) == (4, 2)
    assert after["lifetime_task_count"] == before["lifetime_task_count"] + 3
    assert after["last_run_at"] != before["last_run_at"]
    assert client.get(northwind).json()["task_count"] == tasks + 3
    usage = client.get("/managed_users/usage").json()["result"]["512044"]
    assert list(usage.values())[-1] == tasks + 3


def test_a_failed_job_has_the_error_and_the_failed_step(
    client: httpx2.Client, northwind: str, control_post: Callable[..., httpx2.Response]
) -> None:
    """The lines of a failed job end with the action that failed."""
    error = "Bad request: summary is missing"
    (made,) = control_post("jobs", managed_user_id=512044, recipe_id=RUNNING, status="failed", error=error).json()[
        "jobs"
    ]
    job = client.get(f"{northwind}/recipes/{RUNNING}/jobs/{made['id']}").json()
    assert job == made
    assert (job["is_error"], job["error"]) == (True, error)
    parts = job["error_parts"]
    assert (parts["error_type"], parts["message"], parts["adapter"]) == ("Bad request", "summary is missing", "jira")
    assert [line.get("error") for line in job["lines"]] == [None, error]


def test_a_pending_job_has_not_completed(control_post: Callable[..., httpx2.Response]) -> None:
    """A pending job has no `completed_at` and is not an error."""
    (job,) = control_post("jobs", managed_user_id=512044, recipe_id=RUNNING, status="pending").json()["jobs"]
    assert (job["completed_at"], job["status"], job["is_error"]) == (None, "pending", False)


def test_a_rerun_has_the_id_of_the_repeated_job(
    client: httpx2.Client, northwind: str, control_post: Callable[..., httpx2.Response]
) -> None:
    """A rerun is returned by the filter `rerun_only`."""
    (first,) = control_post("jobs", managed_user_id=512044, recipe_id=RUNNING, status="failed").json()["jobs"]
    (again,) = control_post("jobs", managed_user_id=512044, recipe_id=RUNNING, repeats=first["id"]).json()["jobs"]
    assert (again["is_repeat"], again["master_job_id"]) == (True, first["id"])
    listed = client.get(f"{northwind}/recipes/{RUNNING}/jobs", params={"rerun_only": "true"}).json()["items"]
    assert [job["id"] for job in listed] == [again["id"]]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({}, 400, "/body/managed_user_id"),
        ({"managed_user_id": "Enobody", "recipe_id": RUNNING}, 404, "/path/managed_user_id"),
        ({"managed_user_id": 512044, "recipe_id": 1}, 404, "/body/recipe_id"),
        ({"managed_user_id": 512044, "recipe_id": STOPPED}, 400, "/body/recipe_id"),
        ({"managed_user_id": 512044, "recipe_id": RUNNING, "status": "done"}, 400, "/body/status"),
        ({"managed_user_id": 512044, "recipe_id": RUNNING, "error": "no"}, 400, "/body/error"),
        ({"managed_user_id": 512044, "recipe_id": RUNNING, "repeats": "j-1"}, 404, "/body/repeats"),
        ({"managed_user_id": 512044, "recipe_id": RUNNING, "count": 1001}, 400, "/body/count"),
    ],
)
def test_an_invalid_job_is_rejected(
    control_post: Callable[..., httpx2.Response], body: dict[str, Any], status: int, pointer: str
) -> None:
    """The request for an invalid job is rejected, and the reasons have the pointer of the invalid value."""
    response = control_post("jobs", **body)
    assert (response.status_code, pointer in [reason["pointer"] for reason in response.json()["reasons"]]) == (
        status,
        True,
    )


def test_a_stopped_recipe_can_have_test_jobs(control_post: Callable[..., httpx2.Response]) -> None:
    """A recipe can be tested while it is stopped, as in the editor of the real platform."""
    (job,) = control_post("jobs", managed_user_id=512044, recipe_id=STOPPED, is_test=True).json()["jobs"]
    assert job["is_test"] is True


def test_an_accepted_invitation_adds_a_member(
    client: httpx2.Client, northwind: str, control_post: Callable[..., httpx2.Response]
) -> None:
    """An accepted invitation is deleted, and its name, email address and role become those of a new member."""
    sent = {"name": "Lou Marsh", "email": "Lou@example.com", "role_name": "Operator"}
    client.post(f"{northwind}/member_invitations", json=sent)
    url = f"{str(client.base_url).removesuffix('/api/')}/_mock/invitations"
    (waiting,) = client.get(url).json()["invitations"]
    assert {name: waiting[name] for name in sent} == sent
    member = control_post("invitations/accept", managed_user_id="Ecust-0042", email="LOU@example.com").json()["member"]
    assert {name: member[name] for name in sent} == sent
    assert member in client.get(f"{northwind}/members").json()
    assert client.get(url).json() == {"invitations": []}
    assert control_post("invitations/accept", managed_user_id="Ecust-0042", email="lou@example.com").status_code == 404
