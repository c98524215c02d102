"""The operations that start and stop recipes behave as documented."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from workato_embedded_mock.resources.recipes.code import UNCONNECTED_KEY

JIRA, SALESFORCE, SLACK = 7101, 7102, 7103


def steps(*providers: str) -> str:
    """Return the code of a recipe whose steps use these connectors."""
    trigger, *actions = [
        {"number": number, "provider": provider, "name": "work", "keyword": "action" if number else "trigger"}
        for number, provider in enumerate(providers)
    ]
    return json.dumps({**trigger, "block": actions})


def create(client: httpx2.Client, path: str, code: str, **accounts: object) -> str:
    """Create a recipe with connections by connector, and return its path."""
    lines = [{"provider": provider, "account_id": account_id} for provider, account_id in accounts.items()]
    sent = {"code": code, "config": json.dumps(lines)}
    return f"{path}/recipes/{client.post(f'{path}/recipes', json={'recipe': sent}).json()['id']}"


def active_recipes(client: httpx2.Client) -> int:
    """Return the number of running recipes of the customer."""
    count: int = client.get("/managed_users/512044").json()["active_recipe_count"]
    return count


def test_a_recipe_starts_and_stops(client: httpx2.Client, northwind: str) -> None:
    """Starting and stopping keep the version and all other fields, and the customer counts running recipes."""
    path = f"{northwind}/recipes/9002"
    before = client.get(path).json()
    assert client.put(f"{path}/start").json() == {"success": True}
    assert client.get(path).json() == {**before, "running": True}
    assert active_recipes(client) == 2
    assert client.put(f"{path}/stop").json() == {"success": True}
    after = client.get(path).json()
    assert after["stopped_at"] > before["stopped_at"]
    assert after == {**before, "stopped_at": after["stopped_at"]}
    assert active_recipes(client) == 1


def test_starting_or_stopping_twice_changes_nothing(client: httpx2.Client, northwind: str) -> None:
    """A running recipe keeps running, and a stopped one keeps the time at which it stopped."""
    for recipe_id, verb in ((9001, "start"), (9002, "stop")):
        path = f"{northwind}/recipes/{recipe_id}"
        before = client.get(path).json()
        assert client.put(f"{path}/{verb}").json() == {"success": True}
        assert client.get(path).json() == before


def test_a_recipe_can_be_changed_and_deleted_after_it_stopped(client: httpx2.Client, northwind: str) -> None:
    """After a recipe stopped, an update and a deletion succeed."""
    path = f"{northwind}/recipes/9001"
    client.put(f"{path}/stop")
    assert client.put(path, json={"recipe": {"name": "New"}}).json() == {"success": True}
    assert client.delete(path).json() == {"success": True}
    assert active_recipes(client) == 0


@pytest.mark.parametrize(
    ("account_id", "cause"),
    [
        (SLACK, f"connection {SLACK} is not authorized"),
        (None, "the config of the recipe has no connection for its connector"),
        (1, "the customer has no connection 1"),
        (JIRA, f"connection {JIRA} is one of jira"),
    ],
    ids=["unauthorized", "none", "unknown", "of another connector"],
)
def test_a_connection_that_does_not_work_prevents_the_start(
    client: httpx2.Client, northwind: str, account_id: object, cause: str
) -> None:
    """An unauthorized, missing, unknown or wrong connection is reported by step, with its cause and status 200."""
    path = create(client, northwind, steps("clock", "jira", "slack"), jira=JIRA, slack=account_id)
    response = client.put(f"{path}/start")
    assert response.status_code == 200
    assert response.json() == {
        "success": False,
        "code_errors": [],
        "config_errors": [[2, [["account_id", account_id, "unconnected", {"key": UNCONNECTED_KEY}]]]],
    }
    assert f"step 2: account_id unconnected, {cause}" in response.headers["X-Mock-Reason"]
    assert client.get(path).json()["running"] is False


def test_the_connection_of_another_customer_does_not_work(client: httpx2.Client) -> None:
    """A recipe starts only with connections of its own customer."""
    path = create(client, "/managed_users/512101", steps("jira"), jira=JIRA)
    assert client.put(f"{path}/start").json()["success"] is False


def test_a_recipe_whose_connections_work_starts(client: httpx2.Client, northwind: str) -> None:
    """Each step uses the connection of its connector, and built-in connectors need none."""
    code = steps("salesforce", "jira", "logger", "jira")
    path = create(client, northwind, code, jira=JIRA, salesforce=SALESFORCE)
    assert client.put(f"{path}/start").json() == {"success": True}


def test_a_connection_with_skip_validation_does_not_prevent_the_start(client: httpx2.Client, northwind: str) -> None:
    """`skip_validation` disables the check of a connection."""
    config = json.dumps([{"provider": "slack", "account_id": SLACK, "skip_validation": True}])
    sent = {"code": steps("slack"), "config": config}
    recipe_id = client.post(f"{northwind}/recipes", json={"recipe": sent}).json()["id"]
    assert client.put(f"{northwind}/recipes/{recipe_id}/start").json() == {"success": True}


@pytest.mark.parametrize("flag", [True, "true"])
def test_a_skipped_step_needs_no_connection(client: httpx2.Client, northwind: str, flag: object) -> None:
    """A step with `skip` is not checked, also where the flag is a string."""
    step = {"keyword": "action", "provider": "slack", "name": "post", "number": 1, "skip": flag}
    trigger = {"keyword": "trigger", "provider": "clock", "name": "tick", "number": 0, "block": [step]}
    path = create(client, northwind, json.dumps(trigger))
    assert client.put(f"{path}/start").json() == {"success": True}


@pytest.mark.parametrize(
    ("code", "errors"),
    [
        ("no JSON", [[0, [["code", None, "is invalid"]]]]),
        ('{"provider": "clock", "name": "tick"}', [[0, [["keyword", None, "is invalid"]]]]),
        (
            '{"keyword": "trigger", "provider": "clock", "name": ""}',
            [[0, [["name", "", "can't be blank", "name"]]]],
        ),
        (
            '{"keyword": "trigger", "provider": "clock", "name": "t", "block": [{"keyword": "action", "number": 4}]}',
            [[4, [["provider", None, "can't be blank", "provider"], ["name", None, "can't be blank", "name"]]]],
        ),
        (
            '{"keyword": "trigger", "provider": "clock", "name": "t", "block": [{"keyword": "trigger",'
            ' "provider": "clock", "name": "t"}]}',
            [[1, [["keyword", "trigger", "is invalid"]]]],
        ),
    ],
)
def test_steps_that_cannot_run_prevent_the_start(
    client: httpx2.Client, northwind: str, code: str, errors: list[Any]
) -> None:
    """Code without steps, connector or name, or with a missing or second trigger, is reported."""
    path = create(client, northwind, code)
    response = client.put(f"{path}/start").json()
    assert (response["success"], response["code_errors"], response["config_errors"]) == (False, errors, [])
    assert client.get(path).json()["running"] is False
