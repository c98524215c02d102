"""Resetting the trigger of a recipe forgets its position and keeps its jobs."""

from __future__ import annotations

import httpx2
from workato_embedded_mock.openapi.document import load_fixtures

RUNNING = load_fixtures()[1]["Recipe"]["sync_orders"]["value"]
CODE = '{"number":0,"provider":"workato_webhooks","name":"new_event","keyword":"trigger","input":{}}'


def test_a_reset_forgets_the_position_of_the_trigger(client: httpx2.Client, northwind: str) -> None:
    """After a reset the recipe has no position of the trigger; its jobs, its version and its state are kept."""
    before = client.get(f"{northwind}/recipes/9001/jobs").json()
    assert RUNNING["trigger_closure"] is not None
    response = client.post(f"{northwind}/recipes/9001/reset_trigger")
    assert (response.status_code, response.json(), "X-Mock-Reason" in response.headers) == (
        200,
        {"success": True},
        False,
    )
    after = client.get(f"{northwind}/recipes/9001").json()
    assert after["updated_at"] > RUNNING["updated_at"]
    assert after == {**RUNNING, "trigger_closure": None, "updated_at": after["updated_at"]}
    assert client.get(f"{northwind}/recipes/9001/jobs").json() == before


def test_the_reset_of_a_trigger_that_is_called_is_noted(client: httpx2.Client, northwind: str) -> None:
    """A stopped recipe can be reset; for a trigger that does not poll, `X-Mock-Reason` says that it does not fit."""
    made = client.post(f"{northwind}/recipes", json={"recipe": {"code": CODE}}).json()["id"]
    response = client.post(f"{northwind}/recipes/{made}/reset_trigger")
    assert (response.status_code, response.json()) == (200, {"success": True})
    assert "triggers that poll" in response.headers["X-Mock-Reason"]


def test_an_unknown_recipe_cannot_be_reset(client: httpx2.Client, northwind: str) -> None:
    """A reset of an unknown recipe, or of another customer's, returns 404."""
    assert client.post(f"{northwind}/recipes/1/reset_trigger").status_code == 404
    assert client.post("/managed_users/512101/recipes/9001/reset_trigger").status_code == 404
