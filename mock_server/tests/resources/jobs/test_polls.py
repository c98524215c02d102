"""A poll of a running recipe leads to a job, unless a quota, a back-off or the recipe forbids it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

CODE = (
    '{"number":0,"provider":"clock","name":"tick","keyword":"trigger",'
    '"block":[{"number":1,"provider":"logger","name":"log_message","keyword":"action"}]}'
)
CALLED = CODE.replace("clock", "workato_webhooks")
NEW = {"name": "New", "notification_email": "new@example.com", "external_id": "new"}
FIXTURES = load_fixtures()[1]

Control = Callable[..., Any]


@pytest.fixture
def control(client: httpx2.Client) -> Control:
    """Return a function that sends a request to the control plane; the clock is frozen in January 2026."""
    root = f"{str(client.base_url).removesuffix('/api/')}/_mock"

    def send(method: str, path: str, **body: Any) -> Any:
        response = client.request(method, f"{root}/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    send("PUT", "clock", now="2026-01-31T18:00:00Z", frozen=True)
    return send


def poll(client: httpx2.Client, recipe: str) -> tuple[int, Any]:
    """Return the status and the body of a poll of a recipe."""
    response = client.post(f"{recipe}/poll_now")
    return response.status_code, response.json()


def start_recipe(client: httpx2.Client, customer: str, code: str = CODE) -> str:
    """Return the path of a new running recipe."""
    made = client.post(f"{customer}/recipes", json={"recipe": {"code": code}}).json()["id"]
    assert client.put(f"{customer}/recipes/{made}/start").json() == {"success": True}
    return f"{customer}/recipes/{made}"


def test_a_poll_leads_to_a_job(client: httpx2.Client, northwind: str) -> None:
    """The job of a poll is in the list of jobs, in the counts of the recipe and in the tasks of the customer."""
    tasks = client.get(northwind).json()["task_count"]
    status, body = poll(client, f"{northwind}/recipes/9001")
    assert (status, body["success"]) == (200, True)
    page = client.get(f"{northwind}/recipes/9001/jobs").json()
    assert (page["job_count"], page["job_succeeded_count"], page["items"][0]["status"]) == (3, 2, "succeeded")
    assert client.get(f"{northwind}/recipes/9001").json()["job_succeeded_count"] == 2
    assert client.get(northwind).json()["task_count"] == tasks + 1


def test_a_poll_finds_nothing_new_while_a_job_is_pending(
    client: httpx2.Client, northwind: str, control: Control
) -> None:
    """A poll succeeds without another job if a job of the recipe is in progress; `message` has the reason."""
    recipe = start_recipe(client, northwind)
    number = int(recipe.rpartition("/")[2])
    control("POST", "jobs", managed_user_id="512044", recipe_id=number, status="pending")
    status, body = poll(client, recipe)
    assert (status, body) == (200, {"success": True, "message": "A job is already in progress"})
    assert client.get(f"{recipe}/jobs").json()["job_count"] == 1


def test_only_running_recipes_with_a_polling_trigger_poll(client: httpx2.Client, northwind: str) -> None:
    """A stopped recipe, and one whose trigger is called, are rejected with 400 and a reason."""
    called = start_recipe(client, northwind, CALLED)
    for recipe, word in ((f"{northwind}/recipes/9002", "is stopped"), (called, "does not poll")):
        response = client.post(f"{recipe}/poll_now")
        assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
        assert word in response.headers["X-Mock-Reason"]


def test_an_unknown_recipe_has_a_body_of_its_own(client: httpx2.Client, northwind: str) -> None:
    """The 404 of a poll has `success` and another message than that of other operations."""
    assert poll(client, f"{northwind}/recipes/1") == (404, {"success": False, "message": "Not Found"})


def test_a_trigger_backs_off_after_an_error(client: httpx2.Client, northwind: str, control: Control) -> None:
    """For five minutes after a failed poll, polls get 429 with the end in the body and the seconds in the header."""
    recipe = start_recipe(client, northwind)
    number = int(recipe.rpartition("/")[2])
    control("POST", "jobs", managed_user_id="512044", recipe_id=number, status="failed", is_poll_error=True)
    control("PUT", "clock", advance_seconds=60)
    response = client.post(f"{recipe}/poll_now")
    message = "Recipe is currently in trigger back off mode till 2026-01-31T10:05"
    assert (response.status_code, response.json()) == (429, {"message": message})
    assert response.headers["Retry-After"] == "240"
    control("PUT", "clock", advance_seconds=240)
    assert poll(client, recipe)[0] == 200


def test_a_customer_that_has_used_its_tasks_cannot_poll(client: httpx2.Client, control: Control) -> None:
    """A poll of a customer without tasks left gets 429 until the next billing period."""
    client.post("/managed_users", json=NEW)
    recipe = start_recipe(client, "/managed_users/Enew")
    number = int(recipe.rpartition("/")[2])
    control("POST", "jobs", managed_user_id="Enew", recipe_id=number, count=100)
    response = client.post(f"{recipe}/poll_now")
    assert (response.status_code, response.json()) == (429, {"message": "Not enough action quota"})
    control("PUT", "clock", advance_seconds=int(response.headers["Retry-After"]))
    assert client.get(f"{recipe}/jobs").json()["job_count"] == 100
    client.put("/managed_users/Enew/upgrade")
    assert poll(client, recipe)[0] == 200


def test_a_customer_whose_trial_is_over_cannot_poll(client: httpx2.Client, control: Control) -> None:
    """After the trial a poll returns 400 with a message of its own, until the customer is on a paid plan."""
    client.post("/managed_users", json=NEW)
    recipe = start_recipe(client, "/managed_users/Enew")
    control("PUT", "clock", advance_seconds=30 * 86_400)
    assert poll(client, recipe) == (400, {"message": "Trial has expired"})
    client.put("/managed_users/Enew/upgrade")
    assert poll(client, recipe)[0] == 200


@pytest.mark.parametrize(
    ("stop_cause", "status", "message"),
    [
        ("txn_quota_limit", 429, "Not enough transaction credit"),
        ("action_quota_limit", 429, "Not enough action quota"),
        ("trial_expired", 400, "Trial has expired"),
        ("trigger_errors_limit", 400, "Bad request"),
    ],
)
def test_a_recipe_that_the_platform_stopped_cannot_poll(
    client: httpx2.Client, control: Control, stop_cause: str, status: int, message: str
) -> None:
    """The response for a recipe that the platform stopped has the reason of the stop."""
    state = control("GET", "state")
    for row in state["tables"]["recipes"]:
        row |= {"running": False, "stop_cause": stop_cause} if row["id"] == 9001 else {}
    control("PUT", "state", **state)
    assert poll(client, "/managed_users/512044/recipes/9001") == (status, {"message": message})
