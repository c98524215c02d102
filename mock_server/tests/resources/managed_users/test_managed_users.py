"""The rules of customers keep their promises."""

from __future__ import annotations

import re

import httpx
import pytest

NEW = {"name": "Fabrikam", "notification_email": "ops@example.com"}

DOCUMENTED_KEYS = {
    "id",
    "external_id",
    "name",
    "notification_email",
    "plan_id",
    "origin_url",
    "in_trial",
    "created_at",
    "updated_at",
}
USAGE_KEYS = {
    "current_billing_period_start",
    "current_billing_period_end",
    "task_limit_adjustment",
    "task_limit",
    "task_count",
    "active_connection_limit",
    "active_connection_count",
    "active_recipe_count",
}


def create(client: httpx.Client, **more: object) -> dict[str, object]:
    """Create a customer and answer it."""
    response = client.post("/managed_users", json={**NEW, **more})
    assert response.status_code == 200, response.headers
    body: dict[str, object] = response.json()
    return body


def test_a_new_customer_is_answered_bare_and_read_back(client: httpx.Client) -> None:
    """What create answers, get answers too, with the usage beside it."""
    made = create(client, external_id="cust-1", plan_id="gold", whitelisted_apps=["slack"])
    assert made.keys() >= DOCUMENTED_KEYS
    assert not made.keys() & USAGE_KEYS
    read = client.get(f"/managed_users/{made['id']}").json()
    assert read.keys() == made.keys() | USAGE_KEYS
    assert {name: read[name] for name in made} == made
    assert (made["plan_id"], made["in_trial"], made["whitelisted_apps"]) == ("gold", False, ["slack"])


def test_a_customer_without_plan_begins_with_a_trial_on_the_default_plan(client: httpx.Client) -> None:
    """The defaults are those that the documentation shows or lets infer."""
    made = create(client)
    read = client.get(f"/managed_users/{made['id']}").json()
    assert (read["in_trial"], read["trial"], read["plan_id"]) == (True, True, "partner_standard")
    assert (read["task_limit"], read["task_limit_adjustment"], read["task_count"]) == (100, "0", 0)
    assert (read["auth_settings"], read["external_id"], read["whitelisted_apps"]) == (
        {"type": "workato_auth"},
        None,
        [],
    )


def test_times_are_written_with_milliseconds_and_offset(client: httpx.Client) -> None:
    """The billing period begins with the customer and lasts a month."""
    read = client.get(f"/managed_users/{create(client)['id']}").json()
    for name in ("created_at", "updated_at", "current_billing_period_start", "current_billing_period_end"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-0[78]:00", read[name])
    assert read["created_at"] == read["current_billing_period_start"] < read["current_billing_period_end"]


def test_ids_continue_above_the_seed_and_repeat_after_a_reset(client: httpx.Client, server: object) -> None:
    """Two runs of one test get the same ids."""
    first = [create(client)["id"] for _ in range(3)]
    assert first == [512102, 512103, 512104]
    assert client.post(f"{str(client.base_url).removesuffix('/api/')}/_mock/reset").status_code == 200
    assert [create(client)["id"] for _ in range(3)] == first


def test_an_id_is_not_given_out_again_after_deletion(client: httpx.Client) -> None:
    """A deleted customer's id stays its own."""
    gone = create(client)["id"]
    assert client.delete(f"/managed_users/{gone}").json() == {"id": gone}
    assert create(client)["id"] != gone


def test_an_external_id_belongs_to_one_customer(client: httpx.Client) -> None:
    """A second customer with the same external id is refused, on create and on update, and nothing is written."""
    create(client, external_id="taken")
    other = create(client)
    for response in (
        client.post("/managed_users", json={**NEW, "external_id": "taken"}),
        client.put(f"/managed_users/{other['id']}", json={"external_id": "taken", "name": "Changed"}),
    ):
        assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
        assert "/body/external_id" in response.headers["X-Mock-Reason"]
    assert client.get(f"/managed_users/{other['id']}").json()["name"] == NEW["name"]


def test_a_customer_keeps_its_own_external_id_through_an_update(client: httpx.Client) -> None:
    """Sending the same external id again is no conflict with oneself."""
    made = create(client, external_id="mine")
    assert client.put("/managed_users/Emine", json={"external_id": "mine"}).json()["id"] == made["id"]


def test_an_update_changes_what_is_sent_and_null_clears(client: httpx.Client) -> None:
    """The rest stays as it was."""
    made = create(client, origin_url="https://a.example", error_notification_emails="e@example.com")
    path = f"/managed_users/{made['id']}"
    changed = client.put(path, json={"name": "New", "origin_url": None, "whitelisted_apps": None}).json()
    assert (changed["name"], changed["origin_url"], changed["whitelisted_apps"]) == ("New", None, [])
    assert changed["error_notification_emails"] == "e@example.com"
    assert changed["created_at"] == made["created_at"]
    assert client.put(path, json={"auth_settings": {"type": "saml_sso"}, "name": None}).status_code == 400
    assert client.get(path).json()["name"] == "New"


def test_an_empty_update_changes_nothing(client: httpx.Client) -> None:
    """Not even the time of the last change."""
    made = create(client)
    assert client.put(f"/managed_users/{made['id']}", json={}).json() == made


def test_a_new_external_id_moves_the_customer(client: httpx.Client) -> None:
    """The old E path is gone, the new one works, also below the customer."""
    create(client, external_id="old")
    client.put("/managed_users/Eold", json={"external_id": "new"})
    assert client.get("/managed_users/Eold").status_code == 404
    assert client.get("/managed_users/Enew/members").status_code == 200


def test_the_adjustment_is_kept_as_text(client: httpx.Client) -> None:
    """A number and its text are the same."""
    path = f"/managed_users/{create(client)['id']}"
    for sent in (-5000, "-5000"):
        assert client.put(path, json={"task_limit_adjustment": sent}).status_code == 200
        assert client.get(path).json()["task_limit_adjustment"] == "-5000"
    assert client.put(path, json={"task_limit_adjustment": "many"}).status_code == 400


def test_a_custom_limit_must_exceed_the_use(client: httpx.Client, northwind: str) -> None:
    """The seed's customer used 1,203 tasks; null gives the plan's limit back."""
    assert client.put(northwind, json={"custom_task_limit": 1203}).status_code == 400
    assert client.put(northwind, json={"custom_task_limit": 1204}).status_code == 200
    assert client.get(northwind).json()["task_limit"] == 1204
    assert client.put(northwind, json={"custom_task_limit": None}).status_code == 200
    assert client.get(northwind).json()["task_limit"] == 10000


def test_the_end_of_a_trial_brings_the_limit_of_a_plan(client: httpx.Client) -> None:
    """in_trial moves the customer, and trial says the same; sent without a change it changes nothing else."""
    path = f"/managed_users/{create(client)['id']}"
    assert client.put(path, json={"in_trial": False}).json()["trial"] is False
    assert client.get(path).json()["task_limit"] > 100
    client.put("/managed_users/512101", json={"in_trial": True})
    assert client.get("/managed_users/512101").json()["task_limit"] == 100


def test_a_deleted_customer_is_gone_with_all_that_belongs_to_it(client: httpx.Client, northwind: str) -> None:
    """Every path below it answers 404, by both forms of the id."""
    assert client.delete(northwind).json() == {"id": 512044}
    for path in (northwind, "/managed_users/Ecust-0042"):
        for below in ("", "/members", "/members/771203", "/connections", "/lookup_tables", "/properties?prefix="):
            response = client.get(path + below)
            assert (response.status_code, response.json()) == (404, {"message": "Not found"})
    assert client.delete(northwind).status_code == 404
    assert [user["id"] for user in client.get("/managed_users").json()["result"]] == [512101]


def test_the_list_goes_page_by_page_with_the_newest_last(client: httpx.Client) -> None:
    """Pages do not overlap, the last one is short, and those behind it are empty."""
    made = [create(client)["id"] for _ in range(5)]
    pages = [client.get("/managed_users", params={"page": page, "per_page": 3}).json() for page in (1, 2, 3, 4)]
    assert [len(page["result"]) for page in pages] == [3, 3, 1, 0]
    assert [user["id"] for page in pages for user in page["result"]] == [512044, 512101, *made]
    assert [(page["count"], page["page"], page["per_page"]) for page in pages] == [(7, n, 3) for n in (1, 2, 3, 4)]


def test_the_list_carries_the_usage(client: httpx.Client, northwind: str) -> None:
    """An item of the list is what get answers."""
    assert client.get("/managed_users").json()["result"][0] == client.get(northwind).json()


def test_connections_in_use_are_counted(client: httpx.Client, northwind: str) -> None:
    """The count comes from the connections that are there."""
    listed = client.get(f"{northwind}/connections").json()["result"]
    authorised = [connection for connection in listed if connection["authorization_status"] == "success"]
    assert client.get(northwind).json()["active_connection_count"] == len(authorised) == 2


@pytest.mark.parametrize("wanted", ["999", "Enobody", "members", "0", "-1", "1e3", "9" * 30, "E", "%00", "E%00", "%FF"])
def test_an_unknown_customer_is_not_found(client: httpx.Client, wanted: str) -> None:
    """Whatever stands for the id."""
    for method in ("GET", "DELETE"):
        response = client.request(method, f"/managed_users/{wanted}")
        assert (response.status_code, response.json()) == (404, {"message": "Not found"})
